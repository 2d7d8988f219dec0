using CoProd.Contracts.Contributions;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Home;

/// <summary>The leaflet's fifteen rows in words, and the states in shapes.</summary>
public static class PracticeWords
{
    public static IReadOnlyList<PracticeRow> Together { get; } =
    [PracticeRow.P1, PracticeRow.P2, PracticeRow.P3, PracticeRow.P4, PracticeRow.P5, PracticeRow.P6, PracticeRow.P7];

    public static IReadOnlyList<PracticeRow> Doing { get; } =
    [
        PracticeRow.A1,
        PracticeRow.A2,
        PracticeRow.A3,
        PracticeRow.A4,
        PracticeRow.A5,
        PracticeRow.A6,
        PracticeRow.A7,
        PracticeRow.A8,
    ];

    public static string Of(PracticeRow row) =>
        row switch
        {
            PracticeRow.P1 => T["Working with existing networks"],
            PracticeRow.P2 => T["Bridging gaps along the way"],
            PracticeRow.P3 => T["Valuing what people know"],
            PracticeRow.P4 => T["Thanking and paying co-producers"],
            PracticeRow.P5 => T["Co-producing all the way"],
            PracticeRow.P6 => T["Expecting a long, winding journey"],
            PracticeRow.P7 => T["Respecting people’s relationships"],
            PracticeRow.A1 => T["Evaluating"],
            PracticeRow.A2 => T["Resourcing"],
            PracticeRow.A3 => T["Maintaining"],
            PracticeRow.A4 => T["Tailoring"],
            PracticeRow.A5 => T["Bridging communities"],
            PracticeRow.A6 => T["Championing"],
            PracticeRow.A7 => T["Exchanging knowledge"],
            _ => T["Handing over ownership"],
        };

    public static string Of(PracticeState? state) =>
        state switch
        {
            PracticeState.Strong => T["Strong"],
            PracticeState.Active => T["Active"],
            PracticeState.Thin => T["Thin"],
            PracticeState.Silent => T["Silent"],
            PracticeState.NotRecorded => T["Not recorded yet"],
            _ => T["Not installed"],
        };

    public static string ClassOf(PracticeState? state) =>
        state switch
        {
            PracticeState.Strong => "strong",
            PracticeState.Active => "active",
            PracticeState.Thin => "thin",
            PracticeState.Silent => "silent",
            PracticeState.NotRecorded => "unrecorded",
            _ => "none",
        };
}
