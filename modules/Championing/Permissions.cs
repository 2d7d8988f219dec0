using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using static CoProd.Championing.Texts;

namespace CoProd.Championing;

/// <summary>What the module lets people do.</summary>
internal static class Permissions
{
    /// <summary>See audiences, acts, objections and the kit of the innovations that one may see at all.</summary>
    public const string See = "championing.see";

    /// <summary>Record champions, audiences, objections and messages.</summary>
    public const string Record = "championing.record";

    /// <summary>Tell of an act.</summary>
    public const string Act = "championing.act";

    /// <summary>See who the champions are.</summary>
    public const string Names = "championing.names";

    /// <summary>Names go to those who hold the permission, and to those who take part themselves: they see only what they take part in.</summary>
    public static bool SeesNames(this ICaller caller) => caller.May(Names) || caller.TakesPart;

    public static void Declare(IModuleBuilder module)
    {
        Add(
            See,
            () => T["See before whom an innovation has champions, and what came of it."],
            Role.Coordinator,
            Role.CoProducer,
            Role.Viewer
        );
        Add(Record, () => T["Record champions, audiences, objections and messages."], Role.Coordinator);
        Add(
            Act,
            () => T["Tell what was said for an innovation, and what came of it."],
            Role.Coordinator,
            Role.CoProducer
        );
        Add(Names, () => T["See who the champions of all innovations are."], Role.Coordinator);

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
