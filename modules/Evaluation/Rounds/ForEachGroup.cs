using CoProd.Evaluation.Instruments;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Rounds;

/// <summary>
/// Makes the instrument that a round asks: what is asked "for each other group" is written out once for every group of the round, so
/// that a group's score is the mean of what the others said of it.
/// </summary>
internal static class ForEachGroup
{
    public static Instrument WriteOut(Instrument instrument, IReadOnlyList<string> groups) =>
        instrument with
        {
            Items =
            [
                .. instrument.Items.SelectMany(item =>
                    item.ForEachOtherGroup
                        ? groups.Select((name, place) => About(item, place, name))
                        : new[] { item }.AsEnumerable()
                ),
            ],
        };

    private static Item About(Item item, int place, string name) =>
        Copy(item, place) with
        {
            Text = T["About {0}", name],
            ForEachOtherGroup = false,
            Repeats = null,
            About = place,
            Items = [.. item.Items.Select(inner => Named(Copy(inner, place), name))],
        };

    private static Item Named(Item item, string name) =>
        item.IsDomain ? item with { Text = $"{name}: {item.Text}" } : item;

    private static Item Copy(Item item, int place) =>
        item with
        {
            Id = $"{item.Id}~{place}",
            Conditions = [.. item.Conditions.Select(each => each with { Question = $"{each.Question}~{place}" })],
            Items = [.. item.Items.Select(inner => Copy(inner, place))],
        };
}
