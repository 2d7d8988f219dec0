using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>Tells a board where an innovation loses its voice within twelve months. It names audiences, and nobody who speaks before them.</summary>
internal sealed class ChampionForBoard(IModuleDatabase database, ISettings settings, TimeProvider clock) : IBoardSource
{
    private const int Months = 12;

    public async Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = ChampionSettings.From(settings);
        var today = clock.Today();
        var books = await ChampionBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).SelectMany(book => new Telling(book, thresholds, today).All())];
    }

    private sealed class Telling(InnovationChampions book, ChampionSettings settings, DateOnly today)
    {
        public IEnumerable<BoardMatter> All() => [.. book.Active(today).SelectMany(Ends), .. Left(), .. Against()];

        private bool Counts(Audience one) => one.IsRequired || one.Power >= settings.CriticalPower;

        private IEnumerable<BoardMatter> Ends(ChampionRole role)
        {
            if (role.UntilOn is not { } end || role.DeputyId is not null || end > today.AddMonths(Months))
                yield break;
            var before = book.NamesOf(role.Audiences) is { Length: > 0 } names ? names : T["others"];
            yield return Of(
                BoardPart.MayStop,
                "role-ends",
                role.Id.ToString(),
                end <= today.AddDays(settings.RoleEndsDays) ? Severity.Soon : Severity.Watch,
                T["Whoever speaks for it before {0} does so until {1}, and nobody stands in yet.", before, end.Long()],
                "",
                end
            );
            yield return Of(
                BoardPart.ToDecide,
                "role-ends",
                role.Id.ToString(),
                Severity.Watch,
                T["Who speaks for it before {0} from then on.", before],
                T["They should be given time for it."],
                end
            );
        }

        private IEnumerable<BoardMatter> Left() =>
            book
                .Audiences.Where(one => Counts(one) && !book.HasChampion(one.Id, today))
                .Select(one =>
                    (
                        Audience: one,
                        Last: book.Roles.Where(role =>
                                role.Audiences.Contains(one.Id) && !role.IsHistory && role.UntilOn < today
                            )
                            .Max(role => role.UntilOn)
                    )
                )
                .Where(one => one.Last is not null)
                .Select(one =>
                    Of(
                        BoardPart.MayStop,
                        "left",
                        one.Audience.Id.ToString(),
                        Severity.Soon,
                        T["Nobody has spoken for it before {0} since {1}.", one.Audience.Name, one.Last!.Value.Long()],
                        T["What they say about it counts."],
                        null
                    )
                );

        // Somebody whose yes is needed, and who says no.
        private IEnumerable<BoardMatter> Against() =>
            book
                .Audiences.Where(one => one.IsRequired && book.StanceOn(one.Id, today) < 0)
                .Select(one =>
                    Of(
                        BoardPart.MayStop,
                        "against",
                        one.Id.ToString(),
                        Severity.Watch,
                        T["{0} is against it, and their yes is needed.", one.Name],
                        "",
                        null
                    )
                );

        private BoardMatter Of(
            BoardPart part,
            string rule,
            string key,
            Severity severity,
            string fact,
            string why,
            DateOnly? on
        ) =>
            new()
            {
                InnovationId = book.InnovationId,
                Part = part,
                Rule = "championing." + rule,
                Key = key,
                Severity = severity,
                Fact = fact,
                Why = why,
                On = on,
            };
    }
}
