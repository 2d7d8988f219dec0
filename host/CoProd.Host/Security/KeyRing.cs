using System.Xml.Linq;
using CoProd.Host.Data;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CoProd.Host.Security;

/// <summary>Keeps the keys of cookies and forms in the host's database: they survive a restart and come along with a restore.</summary>
internal sealed class KeyRing(Database host) : IXmlRepository
{
    private const string Insert = """
        insert into protection_key (name, xml) values (@name, @xml) on conflict (name) do update set xml = excluded.xml
        """;

    // The framework asks synchronously, at start and every day; there is no caller's context to wait in.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [
            .. host.Read(c => c.QueryAsync<string>("select xml from protection_key order by name"))
                .GetAwaiter()
                .GetResult()
                .Select(XElement.Parse),
        ];

    public void StoreElement(XElement element, string friendlyName) =>
        host.Write(w =>
                w.Connection.Execute(
                    Insert,
                    new { name = friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) }
                )
            )
            .GetAwaiter()
            .GetResult();
}
