using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>Tells a board where a handover may leave an innovation with nobody to carry it, and what is theirs to decide in one.</summary>
internal sealed class OwnershipForBoard(IModuleDatabase database, ISettings settings, TimeProvider clock) : IBoardSource
{
    private const int Months = 12;

    public async Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = OwnershipSettings.From(settings);
        var today = clock.Today();
        var books = await OwnershipBook.Read(database, innovations, ct);
        return
        [
            .. books
                .Where(book => !book.IsEmpty)
                .SelectMany(book =>
                    book.Handovers.Where(one => one.EndedOn is null)
                        .SelectMany(one => new Telling(book, one, thresholds, today).All())
                ),
        ];
    }

    private sealed class Telling(InnovationOwnership book, Handover one, OwnershipSettings settings, DateOnly today)
    {
        private readonly string receiver = book.NameOf(one.ReceiverId);

        public IEnumerable<BoardMatter> All() =>
            [.. FewPeople(), .. TailEnds(), .. LeftOver(), .. Planned(), .. Data()];

        private IEnumerable<BoardMatter> FewPeople()
        {
            if (book.KeyPeople(one.ReceiverId, today, settings) is { } people && people <= settings.KeyPeople)
                yield return Of(
                    BoardPart.MayStop,
                    "few-people",
                    one.Id.ToString(),
                    Severity.Watch,
                    T["{0} relies on very few people ({1}).", receiver, SmallNumbers.Said(people)],
                    T["If they go, nobody is left who carries most of what has to be done."],
                    null
                );
        }

        private IEnumerable<BoardMatter> TailEnds()
        {
            if (one.TailUntil is not { } end || end < today || end > today.AddMonths(Months))
                yield break;
            yield return Of(
                BoardPart.MayStop,
                "tail-ends",
                one.Id.ToString(),
                Severity.Soon,
                T["Support for {0} after the handover ends on {1}.", receiver, end.Long()],
                T["From then on they carry it without help."],
                end
            );
            yield return Of(
                BoardPart.ToDecide,
                "tail-ends",
                one.Id.ToString(),
                Severity.Soon,
                T["Whether to go on supporting {0} after “{1}”, and how.", receiver, one.Name],
                "",
                end
            );
        }

        // What a receiver refused and nobody else carries is done by nobody.
        private IEnumerable<BoardMatter> LeftOver() =>
            one
                .Obligations.Where(asked => asked.Answer == ObligationAnswer.Refused)
                .Select(asked => book.Obligations.FirstOrDefault(each => each.Id == asked.ObligationId))
                .OfType<Obligation>()
                .Where(obligation => obligation.PartyId is null)
                .SelectMany(obligation =>
                    new[]
                    {
                        Of(
                            BoardPart.MayStop,
                            "left-over",
                            obligation.Id.ToString(),
                            Severity.Soon,
                            T["Nobody carries this: {0}.", obligation.What.TrimEnd('.')],
                            T["{0} said that they cannot, and nobody else does.", receiver],
                            null
                        ),
                        Of(
                            BoardPart.ToDecide,
                            "left-over",
                            obligation.Id.ToString(),
                            Severity.Soon,
                            T["Who carries this, or whether it ends: {0}.", obligation.What.TrimEnd('.')],
                            "",
                            FirstDay
                        ),
                    }
                );

        private IEnumerable<BoardMatter> Planned()
        {
            if (FirstDay is not { } day || day > today.AddMonths(Months))
                yield break;
            var ready = book.Items.All(item => !item.IsMandatory) || book.Readiness.IsGo(settings.GoLevel);
            yield return Of(
                BoardPart.ToDecide,
                "planned",
                one.Id.ToString(),
                day < today ? Severity.Now : Severity.Soon,
                one.IsAgreed
                    ? T["Whether “{0}” goes on as agreed: the next right is to pass to {1}.", one.Name, receiver]
                    : T["Whether to confirm “{0}”: the first right is to pass to {1}.", one.Name, receiver],
                ready ? "" : T["Not everything that must be ready is."],
                day
            );
        }

        private IEnumerable<BoardMatter> Data()
        {
            if (one.MovesData && (one.DataBasis.Length == 0 || !one.MovesControl))
                yield return Of(
                    BoardPart.ToDecide,
                    "data",
                    one.Id.ToString(),
                    Severity.Soon,
                    T[
                        "What makes it lawful that people’s data go along with “{0}”, and who controls them then.",
                        one.Name
                    ],
                    "",
                    FirstDay
                );
        }

        private DateOnly? FirstDay =>
            one.Rights.Where(right => right.HeldOn is null).Select(right => (DateOnly?)right.PlannedOn).Min();

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
                Rule = "ownership." + rule,
                Key = key,
                Severity = severity,
                Fact = fact,
                Why = why,
                On = on,
            };
    }
}
