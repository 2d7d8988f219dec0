using CoProd.Contracts.Modules;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation;

/// <summary>What the module lets people do.</summary>
internal static class Permissions
{
    /// <summary>See rounds, results, actions and indicators of the innovations that one may see at all.</summary>
    public const string See = "evaluation.see";

    /// <summary>Open and close rounds, type answers in, record actions and indicators.</summary>
    public const string Record = "evaluation.record";

    /// <summary>Load instruments.</summary>
    public const string Instruments = "evaluation.instruments";

    public static void Declare(IModuleBuilder module)
    {
        Add(
            See,
            () => T["See what was asked, what was answered, and what became of it."],
            Role.Coordinator,
            Role.CoProducer,
            Role.Viewer
        );
        Add(
            Record,
            () => T["Ask people, type in their answers, and record what is done about them."],
            Role.Coordinator
        );
        Add(Instruments, () => T["Load questionnaires and their words."], Role.Coordinator);

        void Add(string name, Func<string> means, params Role[] heldBy) =>
            module.Permission(
                new()
                {
                    Name = name,
                    Means = means,
                    HeldBy = heldBy,
                }
            );
    }
}
