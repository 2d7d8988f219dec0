using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Scores;

namespace CoProd.Evaluation.Rounds;

/// <summary>One time of asking: an instrument, the groups that are asked, and from when to when.</summary>
internal sealed record Round
{
    public required Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public required string Title { get; init; }
    public string Purpose { get; init; } = "";
    public required string InstrumentKey { get; init; }
    public required string InstrumentVersion { get; init; }
    public bool Together { get; init; }
    public required int Floor { get; init; }
    public required DateOnly OpenedOn { get; init; }
    public DateOnly? ClosesOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public DateOnly? ToldOn { get; init; }
    public string ToldHow { get; init; } = "";
    public int Version { get; init; } = 1;
    public IReadOnlyList<AskedGroup> Groups { get; init; } = [];

    /// <summary>The day after which nothing more is taken; null while it is open.</summary>
    public DateOnly? EndedOn(DateOnly today) => ClosedOn ?? (ClosesOn < today ? ClosesOn : null);

    public bool IsClosed(DateOnly today) => EndedOn(today) is not null;

    /// <summary>How many answered, in words that give nothing away of a small group.</summary>
    public int? Shown(AskedGroup group) => group.Sent >= Floor ? group.Sent : null;
}

/// <summary>A group that is asked, with a link of its own.</summary>
internal sealed record AskedGroup
{
    public required Guid Id { get; init; }
    public Guid RoundId { get; init; }
    public required string Name { get; init; }
    public required Side Side { get; init; }
    public int Place { get; init; }
    public string Code { get; init; } = "";

    /// <summary>How many sent their answers.</summary>
    public int Sent { get; init; }
}

/// <summary>One answer: by linkId what was chosen or written. Who gave it, and when, is known nowhere.</summary>
internal sealed record Sheet
{
    public required Guid Id { get; init; }
    public required Guid GroupId { get; init; }
    public bool FromPaper { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Given { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>A round with what was asked and what was answered.</summary>
internal sealed record AnsweredRound(Round Round, Instrument Instrument, IReadOnlyList<Sheet> Sheets);
