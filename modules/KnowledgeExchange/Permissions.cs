using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange;

/// <summary>What the module lets people do.</summary>
internal static class Permissions
{
    /// <summary>See what people know of the innovations that one may see at all, as far as they agreed.</summary>
    public const string See = "knowledge.see";

    /// <summary>Record what others know, decisions, what became of it, and answers.</summary>
    public const string Record = "knowledge.record";

    /// <summary>Tell what one knows oneself, and see something differently.</summary>
    public const string Tell = "knowledge.tell";

    /// <summary>See what came of what one told.</summary>
    public const string Mine = "knowledge.mine";

    public static void Declare(IModuleBuilder module)
    {
        Add(
            See,
            () => T["See what people know about an innovation, as far as they agreed, and what came of it."],
            Role.Coordinator,
            Role.CoProducer,
            Role.Viewer
        );
        Add(
            Record,
            () => T["Record what people know, decisions, what became of their knowledge, and answers to them."],
            Role.Coordinator
        );
        Add(
            Tell,
            () => T["Tell what one knows oneself, and say that one sees something differently."],
            Role.Coordinator,
            Role.CoProducer
        );
        Add(Mine, () => T["See what came of what one told."], Role.Coordinator, Role.CoProducer);

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
