using CoProd.Contracts.Modules;
using static CoProd.Register.Texts;

namespace CoProd.Register;

/// <summary>What the module lets people do.</summary>
internal static class Permissions
{
    /// <summary>See innovations and groups by name; never what is kept about people.</summary>
    public const string See = "register.see";

    /// <summary>See and record people.</summary>
    public const string People = "register.people";

    /// <summary>Record innovations and groups.</summary>
    public const string Record = "register.record";

    /// <summary>Tell what happened.</summary>
    public const string Note = "register.note";

    /// <summary>Read what was told: free words about people, which are not for everybody who sees an innovation.</summary>
    public const string Words = "register.words";

    /// <summary>One's own page.</summary>
    public const string Me = "register.me";

    public static void Declare(IModuleBuilder module)
    {
        Add(
            See,
            () => T["See innovations and groups."],
            Role.Coordinator,
            Role.CoProducer,
            Role.Viewer,
            Role.Administrator
        );
        Add(People, () => T["See and record people, their ties and their consents."], Role.Coordinator);
        Add(Record, () => T["Record innovations and groups."], Role.Coordinator);
        Add(Note, () => T["Tell what happened."], Role.Coordinator, Role.CoProducer);
        Add(Words, () => T["Read what was told in notes."], Role.Coordinator, Role.CoProducer);
        Add(Me, () => T["See one's own page and pause being asked."], Role.Coordinator, Role.CoProducer);

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
