using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.OwnershipTransfer.Picture;
using Dapper;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>
/// Carries whose an innovation is to another installation, what was agreed included. Only the ids of people who take part travel. Taken in
/// twice, it is there once.
/// </summary>
internal sealed class OwnershipPortability(IModuleDatabase database) : IPortability
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
    };

    private const string TakesPart = "select person_id from host_access where innovation_id = @innovationId";

    private const string Parties = "select id from ownership_party where innovation_id = @InnovationId";
    private const string Obligations = "select id from ownership_obligation where innovation_id = @InnovationId";
    private const string Handovers = "select id from handover where innovation_id = @InnovationId";
    private const string Rights = "select id from handover_right where innovation_id = @InnovationId";

    private const string InsertParty = """
        insert into ownership_party (id, innovation_id, name, search_key, side, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @Side, @Now, @Now) on conflict do nothing
        """;

    private const string InsertSpeaker =
        "insert into ownership_speaker (party_id, person_id) values (@PartyId, @PersonId) on conflict do nothing";

    private const string InsertHolding = """
        insert into right_holding (id, innovation_id, right_kind, party_id, share, has_veto, from_on, until_on, note, handover_id,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @RightKind, @PartyId, @Share, @HasVeto, @FromOn, @UntilOn, @Note, @HandoverId, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertObligation = """
        insert into ownership_obligation (id, innovation_id, what, search_key, party_id, person_id, weight, from_on, until_on, note,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @What, @SearchKey, @PartyId, @PersonId, @Weight, @FromOn, @UntilOn, @Note, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertItem = """
        insert into readiness_item (id, innovation_id, domain, what, search_key, is_mandatory, level, evidence, looked_on,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @Domain, @What, @SearchKey, @IsMandatory, @Level, @Evidence, @LookedOn, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertHandover = """
        insert into handover (id, innovation_id, name, search_key, giver_id, receiver_id, drafted_on, dual_from, dual_until, tail_until,
            tail_support, reversion_trigger, reverts_on, moves_data, data_basis, terms, ended_on, ended_why, has_reverted, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @GiverId, @ReceiverId, @DraftedOn, @DualFrom, @DualUntil, @TailUntil,
            @TailSupport, @ReversionTrigger, @RevertsOn, @MovesData, @DataBasis, @Terms, @EndedOn, @EndedWhy, @HasReverted, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertRight = """
        insert into handover_right (id, innovation_id, handover_id, right_kind, share, keeps_veto, planned_on, held_on,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @HandoverId, @RightKind, @Share, @KeepsVeto, @PlannedOn, @HeldOn, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertAnswer = """
        insert into handover_obligation (handover_id, obligation_id, answer, reason, answered_on, answered_by, passed_on)
        values (@HandoverId, @ObligationId, @Answer, @Reason, @AnsweredOn, @AnsweredBy, @PassedOn) on conflict do nothing
        """;

    private const string InsertStage = """
        insert into handover_stage (id, innovation_id, handover_id, what, due_on, done_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @HandoverId, @What, @DueOn, @DoneOn, @Now, @Now) on conflict do nothing
        """;

    private const string InsertRetention = """
        insert into handover_retention (id, innovation_id, handover_id, what, reason, basis, until_on, afterwards, done_on, recorded_at,
            changed_at)
        values (@Id, @InnovationId, @HandoverId, @What, @Reason, @Basis, @UntilOn, @Afterwards, @DoneOn, @Now, @Now) on conflict do nothing
        """;

    private const string InsertRehearsal = """
        insert into handover_rehearsal (id, innovation_id, right_id, step, on_day, words, went_well, person_id, recorded_at)
        values (@Id, @InnovationId, @RightId, @Step, @OnDay, @Words, @WentWell, @PersonId, @Now) on conflict do nothing
        """;

    private const string InsertConfirmation = """
        insert into handover_confirmation (id, innovation_id, handover_id, party_id, person_id, confirmed_by, terms, words, confirmed_on,
            recorded_at)
        values (@Id, @InnovationId, @HandoverId, @PartyId, @PersonId, @ConfirmedBy, @Terms, @Words, @ConfirmedOn, @Now)
        on conflict do nothing
        """;

    private const string InsertEnding = """
        insert into handover_ending (id, innovation_id, handover_id, kind, on_day, why, agreed_trigger, not_done, party_id, person_id,
            proposed_by, proposed_on, answer, answer_words, answered_on, answered_person_id, recorded_at)
        values (@Id, @InnovationId, @HandoverId, @Kind, @OnDay, @Why, @AgreedTrigger, @NotDone, @PartyId, @PersonId,
            @ProposedBy, @ProposedOn, @Answer, @AnswerWords, @AnsweredOn, @AnsweredPersonId, @Now)
        on conflict do nothing
        """;

    public async Task<JsonNode> Export(Guid innovationId, CancellationToken ct)
    {
        var book = await OwnershipBook.One(database, innovationId, ct);
        var here = (await database.Read(c => c.QueryAsync<Guid>(TakesPart, new { innovationId }), ct)).ToHashSet();
        return JsonSerializer.SerializeToNode(Leaving(book, here), Json)!;
    }

    private static InnovationOwnership Leaving(InnovationOwnership book, HashSet<Guid> here)
    {
        return book with
        {
            Parties = [.. book.Parties.Select(one => one with { People = [.. one.People.Where(here.Contains)] })],
            Obligations = [.. book.Obligations.Select(one => one with { PersonId = Only(one.PersonId) })],
            Handovers =
            [
                .. book.Handovers.Select(one =>
                    one with
                    {
                        Rights =
                        [
                            .. one.Rights.Select(right =>
                                right with
                                {
                                    Rehearsals =
                                    [
                                        .. right.Rehearsals.Select(each =>
                                            each with
                                            {
                                                PersonId = Only(each.PersonId),
                                            }
                                        ),
                                    ],
                                }
                            ),
                        ],
                        Obligations =
                        [
                            .. one.Obligations.Select(each => each with { AnsweredBy = Only(each.AnsweredBy) }),
                        ],
                        // The accounts of this installation mean nothing in another.
                        Confirmations =
                        [
                            .. one.Confirmations.Select(each =>
                                each with
                                {
                                    PersonId = Only(each.PersonId),
                                    ConfirmedBy = Guid.Empty,
                                }
                            ),
                        ],
                        Endings =
                        [
                            .. one.Endings.Select(each =>
                                each with
                                {
                                    PersonId = Only(each.PersonId),
                                    AnsweredPersonId = Only(each.AnsweredPersonId),
                                    ProposedBy = Guid.Empty,
                                }
                            ),
                        ],
                    }
                ),
            ],
        };

        Guid? Only(Guid? person) => person is { } id && here.Contains(id) ? id : null;
    }

    public async Task Import(JsonNode records, CancellationToken ct)
    {
        if (records.Deserialize<InnovationOwnership>(Json) is not { } book)
            return;
        OwnershipLimits.Check(book);
        await Put(database, book, ct);
    }

    /// <summary>Writes records as they are; the demo's too.</summary>
    public static Task Put(IModuleDatabase database, InnovationOwnership book, CancellationToken ct) =>
        database.Write(writing => new Putting(writing, book).All(), ct);

    private sealed class Putting(IWriting writing, InnovationOwnership book)
    {
        private readonly DbConnection c = writing.Connection;
        private readonly object whole = new { book.InnovationId };

        public void All()
        {
            foreach (var one in book.Parties)
                c.Execute(InsertParty, Values(one, one.Name));
            // What refers to a record refers to one of this innovation, or to none: a file may say what it likes.
            var parties = c.Query<Guid>(Parties, whole).ToHashSet();
            foreach (var one in book.Parties.Where(one => parties.Contains(one.Id)))
            {
                foreach (var person in one.People)
                    c.Execute(InsertSpeaker, new { PartyId = one.Id, PersonId = person });
            }
            foreach (var one in book.Holdings.Where(one => parties.Contains(one.PartyId)))
                c.Execute(InsertHolding, Values(one, ""));
            foreach (var one in book.Obligations)
                c.Execute(
                    InsertObligation,
                    Values(one with { PartyId = one.PartyId is { } id && parties.Contains(id) ? id : null }, one.What)
                );
            foreach (var one in book.Items)
                c.Execute(InsertItem, Values(one, one.What));
            foreach (
                var one in book.Handovers.Where(one =>
                    parties.Contains(one.GiverId) && parties.Contains(one.ReceiverId)
                )
            )
                c.Execute(InsertHandover, Values(one, one.Name));
            var obligations = c.Query<Guid>(Obligations, whole).ToHashSet();
            var handovers = c.Query<Guid>(Handovers, whole).ToHashSet();
            foreach (var one in book.Handovers.Where(one => handovers.Contains(one.Id)))
                Parts(one, parties, obligations);
            writing.Changed(book.InnovationId);
        }

        private void Parts(Handover one, HashSet<Guid> parties, HashSet<Guid> obligations)
        {
            foreach (var right in one.Rights)
                c.Execute(InsertRight, Values(right with { HandoverId = one.Id }, ""));
            foreach (var asked in one.Obligations.Where(asked => obligations.Contains(asked.ObligationId)))
                c.Execute(InsertAnswer, Values(asked with { HandoverId = one.Id }, ""));
            foreach (var stage in one.Stages)
                c.Execute(InsertStage, Values(stage with { HandoverId = one.Id }, ""));
            foreach (var kept in one.Retentions)
                c.Execute(InsertRetention, Values(kept with { HandoverId = one.Id }, ""));
            var rights = c.Query<Guid>(Rights, whole).ToHashSet();
            foreach (var right in one.Rights.Where(right => rights.Contains(right.Id)))
            {
                foreach (var each in right.Rehearsals)
                    c.Execute(InsertRehearsal, Values(each with { RightId = right.Id }, ""));
            }
            foreach (var each in one.Confirmations.Where(each => parties.Contains(each.PartyId)))
                c.Execute(InsertConfirmation, Values(each with { HandoverId = one.Id }, ""));
            foreach (var each in one.Endings.Where(each => parties.Contains(each.PartyId)))
                c.Execute(InsertEnding, Values(each with { HandoverId = one.Id }, ""));
        }

        private DynamicParameters Values(object row, string words)
        {
            var all = new DynamicParameters();
            foreach (var property in row.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(row);
                if (value is null or string or ValueType)
                    all.Add(property.Name, value is Enum word ? word.ToString() : value);
            }
            all.Add("SearchKey", Words.Key(words));
            all.Add("InnovationId", book.InnovationId);
            all.Add("Now", writing.Now);
            return all;
        }
    }
}
