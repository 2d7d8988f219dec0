using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using Dapper;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>The module is well when its tables answer and its settings can be worked with.</summary>
internal sealed class KnowledgeHealth(IModuleDatabase database, ISettings settings) : IModuleHealth
{
    private const string Any = "select count(*) from (select 1 from knowledge_item limit 1) t";

    public async Task<string?> Check(CancellationToken ct)
    {
        await database.Read(c => c.ExecuteScalarAsync<long>(Any), ct);
        var kept = KnowledgeSettings.From(settings);
        return
            kept.ActiveClosure is >= 0 and <= 1
            && kept.StrongClosure is >= 0 and <= 1
            && kept.StrongReciprocity is >= 0 and <= 1
            ? null
            : T["A share in the settings of knowledge is not between 0 and 1. Correct it in the settings."];
    }
}
