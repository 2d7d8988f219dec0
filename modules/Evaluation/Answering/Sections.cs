using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;

namespace CoProd.Evaluation.Answering;

/// <summary>One page of a form.</summary>
internal sealed record Section(string Title, IReadOnlyList<Item> Items);

/// <summary>A form a page at a time: each group at the top is one, and what stands between groups together another.</summary>
internal static class Sections
{
    /// <param name="instrument">What is asked.</param>
    /// <param name="group">Who answers: nobody is asked about their own group.</param>
    public static IReadOnlyList<Section> Of(Instrument instrument, AskedGroup group)
    {
        var sections = new List<Section>();
        var loose = new List<Item>();
        foreach (var item in instrument.Items.Where(item => item.About != group.Place))
        {
            if (item.Kind != ItemKind.Group)
            {
                loose.Add(item);
                continue;
            }
            Close();
            sections.Add(new(item.Text, [item]));
        }
        Close();
        return sections;

        void Close()
        {
            if (loose.Count > 0)
                sections.Add(new("", [.. loose]));
            loose.Clear();
        }
    }
}
