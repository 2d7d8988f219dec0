using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer;

/// <summary>What the module lets people do.</summary>
internal static class Permissions
{
    /// <summary>See who holds which right, and how a handover stands, of the innovations that one may see at all.</summary>
    public const string See = "ownership.see";

    /// <summary>Record parties, rights, obligations and what must be ready, and draft handovers.</summary>
    public const string Record = "ownership.record";

    /// <summary>Take part in a handover for a party that one speaks for.</summary>
    public const string TakePart = "ownership.take-part";

    /// <summary>See which people do what, and speak for whom.</summary>
    public const string Names = "ownership.names";

    /// <summary>Names go to those who hold the permission, and to those who take part themselves: they see only what they take part in.</summary>
    public static bool SeesNames(this ICaller caller) => caller.May(Names) || caller.TakesPart;

    public static void Declare(IModuleBuilder module)
    {
        Add(
            See,
            () => T["See who holds which right to an innovation, and how its handover stands."],
            Role.Coordinator,
            Role.CoProducer,
            Role.Viewer
        );
        Add(
            Record,
            () => T["Record who holds which right, what has to be done and what must be ready, and draft handovers."],
            Role.Coordinator
        );
        Add(
            TakePart,
            () => T["Draft, refuse, rehearse and agree in a handover, for a party that one speaks for."],
            Role.Coordinator,
            Role.CoProducer
        );
        Add(Names, () => T["See who speaks for the parties of all innovations, and who does what."], Role.Coordinator);

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
