using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;

namespace CoProd.Evaluation.Whole;

/// <summary>All of an innovation's evaluation, as it travels.</summary>
internal sealed record EvaluationFile
{
    public required Guid InnovationId { get; init; }
    public IReadOnlyList<RoundFile> Rounds { get; init; } = [];
    public IReadOnlyList<ActionItem> Actions { get; init; } = [];
    public IReadOnlyList<Indicator> Indicators { get; init; } = [];
    public IReadOnlyList<Claim> Claims { get; init; } = [];
}

/// <summary>A round with what it asked and what was answered.</summary>
internal sealed record RoundFile
{
    public required Round Round { get; init; }
    public required Instrument Instrument { get; init; }
    public IReadOnlyList<Sheet> Sheets { get; init; } = [];
}
