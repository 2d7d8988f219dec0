using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Leaving;

/// <summary>What stands in an innovation's story of its own comings and goings. The modules tell the rest of it.</summary>
internal static class Travels
{
    /// <summary>What the keys of these entries begin with.</summary>
    public const string Prefix = "travel ";

    private const string Tell = """
        insert into timeline (module_id, innovation_id, key, starts_on, what, path, icon, permission)
        values ('host', @innovation, @Key, @Day, @what, @path, @icon, @Home) on conflict do nothing
        """;

    public static void Note(IWriting writing, Guid innovation, Guid archive, string what, string path, string icon) =>
        writing.Connection.Execute(
            Tell,
            new
            {
                innovation,
                Key = Prefix + archive,
                Day = DateOnly.FromDateTime(writing.Now.UtcDateTime),
                what,
                path,
                icon,
                HostPermissions.Home,
            }
        );
}
