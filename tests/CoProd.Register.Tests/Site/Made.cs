using System.Net;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>Records to test with, made as a coordinator's program would make them.</summary>
internal static class Made
{
    public static Task<Guid> Person(this Session coordinator, string name) =>
        coordinator.Make("/api/people", new { name });

    public static Task<Guid> Group(this Session coordinator, string name) =>
        coordinator.Make("/api/groups", new { name });

    public static Task<Guid> Innovation(this Session coordinator, string name) =>
        coordinator.Make("/api/innovations", new { name });

    public static Task<Guid> TakesPart(this Session coordinator, Guid innovation, Guid person) =>
        coordinator.Make($"/api/innovations/{innovation}/people", new { personId = person });

    public static Task<Guid> Tells(this Session writer, Guid innovation, string words) =>
        writer.Make("/api/notes", new { innovationId = innovation, words });

    public static async Task<Guid> Make(this Session session, string path, object body)
    {
        var (status, answer) = await session.PostJson(path, body);
        Assert.True(status == HttpStatusCode.Created, $"{path}: {status} {answer}");
        return (Guid)answer!["id"]!;
    }

    /// <summary>A person who takes part in an innovation of their own, signed in.</summary>
    public static async Task<(Session Session, Guid Person, Guid Innovation)> CoProducer(
        this TestSite site,
        string name
    )
    {
        var coordinator = await site.As(Contracts.Modules.Role.Coordinator);
        var person = await coordinator.Person(name);
        var innovation = await coordinator.Innovation($"What {name} does");
        await coordinator.TakesPart(innovation, person);
        return (await site.AsPerson(person, name), person, innovation);
    }
}
