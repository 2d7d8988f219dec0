namespace CoProd.Contracts.Contributions;

/// <summary>The fifteen rows of the leaflet: seven principles, eight activities.</summary>
public enum PracticeRow
{
    /// <summary>Collaborating with existing networks.</summary>
    P1,

    /// <summary>Anticipating and bridging gaps along the way.</summary>
    P2,

    /// <summary>Valuing stakeholder knowledge.</summary>
    P3,

    /// <summary>Addressing compensation for co-producers.</summary>
    P4,

    /// <summary>Engaging in continuous co-production.</summary>
    P5,

    /// <summary>Anticipating lengthy and complex developmental journeys.</summary>
    P6,

    /// <summary>Respecting social capital.</summary>
    P7,

    /// <summary>Evaluating.</summary>
    A1,

    /// <summary>Resourcing.</summary>
    A2,

    /// <summary>Maintaining.</summary>
    A3,

    /// <summary>Tailoring.</summary>
    A4,

    /// <summary>Boundary spanning.</summary>
    A5,

    /// <summary>Championing.</summary>
    A6,

    /// <summary>Knowledge exchanging.</summary>
    A7,

    /// <summary>Transferring ownership.</summary>
    A8,
}

/// <summary>How a row stands for an innovation. "Not installed" is added by the host.</summary>
public enum PracticeState
{
    /// <summary>Nothing was recorded yet. The first state, and no reproach.</summary>
    NotRecorded,

    /// <summary>There once was practice, and there is evidence that it stopped.</summary>
    Silent,

    /// <summary>Something, not enough to hold.</summary>
    Thin,

    /// <summary>Going on.</summary>
    Active,

    /// <summary>Going on, and likely to hold.</summary>
    Strong,
}

/// <summary>How one row of the leaflet stands for one innovation, with the evidence.</summary>
public sealed record PracticeStatus
{
    /// <summary>The innovation.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>The row.</summary>
    public required PracticeRow Row { get; init; }

    /// <summary>How it stands.</summary>
    public required PracticeState State { get; init; }

    /// <summary>One line of evidence, a sentence.</summary>
    public required string Evidence { get; init; }

    /// <summary>Path of the page with the records behind it.</summary>
    public required string Path { get; init; }
}

/// <summary>Says how the module's rows stand.</summary>
public interface IPracticeSource : IContribution
{
    /// <summary>The status of each row of the module for each of these innovations.</summary>
    Task<IReadOnlyList<PracticeStatus>> Assess(IReadOnlyList<Guid> innovations, CancellationToken ct);
}
