using CoProd.Contracts.Contributions;
using CoProd.Ui.Forms;
using static CoProd.Ui.Texts;

namespace CoProd.Ui.Shell;

/// <summary>The words beside the ticks of a note.</summary>
public static class NoteWords
{
    /// <summary>All ticks, in order.</summary>
    public static IReadOnlyList<Choice> Ticks =>
        [
            new(nameof(NoteTick.Learned), T["We learned something"]),
            new(nameof(NoteTick.Changed), T["We changed something"]),
            new(nameof(NoteTick.Broke), T["Something broke"]),
            new(nameof(NoteTick.Promised), T["We promised something"]),
            new(nameof(NoteTick.Introduced), T["People were introduced"]),
            new(nameof(NoteTick.Needed), T["We need something"]),
        ];
}
