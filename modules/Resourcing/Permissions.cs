using CoProd.Contracts.Modules;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing;

/// <summary>What the module lets people do.</summary>
internal static class Permissions
{
    /// <summary>See the money of the innovations that one may see at all.</summary>
    public const string See = "resourcing.see";

    /// <summary>Record money, bids and what else is needed.</summary>
    public const string Record = "resourcing.record";

    public static void Declare(IModuleBuilder module)
    {
        Add(
            See,
            () => T["See the money and other resources of innovations."],
            Role.Coordinator,
            Role.CoProducer,
            Role.Viewer
        );
        Add(Record, () => T["Record awards, bids, costs and other resources, and import grants."], Role.Coordinator);

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
