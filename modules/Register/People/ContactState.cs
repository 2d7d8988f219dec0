using CoProd.Contracts;
using CoProd.Ui.Forms;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>Whether a person may be contacted. Whatever is not <see cref="Open"/> stops every contact at once.</summary>
public enum ContactState
{
    Open,
    Paused,
    NoContact,
    Bereaved,
    Died,
}

/// <summary>The contact state as it holds on a day, and in words.</summary>
internal static class Contact
{
    /// <summary>A pause ends by itself after its last day; nothing else does.</summary>
    public static ContactState On(ContactState state, DateOnly? until, DateOnly today) =>
        state == ContactState.Paused && until < today ? ContactState.Open : state;

    public static string Said(ContactState state, DateOnly? until) =>
        (state, until) switch
        {
            (ContactState.Open, _) => T["May be contacted"],
            (ContactState.Paused, { } day) => T["Paused until {0}", day.Long()],
            (ContactState.Paused, _) => T["Paused until they say so"],
            (ContactState.NoContact, _) => T["Asked not to be contacted"],
            (ContactState.Bereaved, _) => T["Bereaved: no contact for now"],
            _ => T["Has died"],
        };

    public static IReadOnlyList<Choice> Choices =>
        [
            new(nameof(ContactState.Open), T["May be contacted"]),
            new(
                nameof(ContactState.Paused),
                T["Paused"],
                T["They asked for a rest. Say until when, or leave the date blank."]
            ),
            new(nameof(ContactState.NoContact), T["Asked not to be contacted"]),
            new(
                nameof(ContactState.Bereaved),
                T["Bereaved"],
                T["Nobody is told why. Every message to them stops now."]
            ),
            new(
                nameof(ContactState.Died),
                T["Has died"],
                T["Every message stops now. What they gave stays in the story."]
            ),
        ];
}
