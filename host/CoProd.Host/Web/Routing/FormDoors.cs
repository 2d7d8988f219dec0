using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Routing;

/// <summary>The two doors of a form: the page's and the API's. Behind both stands the same reading, the same checks, the same handler.</summary>
internal sealed class FormDoors<TForm>(FormRoute<TForm> form)
{
    /// <summary>What the form reads: found by letting it read nothing.</summary>
    public IReadOnlyCollection<FieldSpec> Fields { get; } = Describe(form.Read);

    /// <summary>The same with labels in the language of whoever asks now.</summary>
    public IReadOnlyCollection<FieldSpec> Labelled() => Describe(form.Read);

    public async Task<IResult> Open(Visit visit)
    {
        var input = form.Start is null ? new Input() : await form.Start(visit);
        if (input is null)
            return Results.NotFound();
        foreach (var (name, value) in visit.Http.Request.Query)
        {
            if (input[name] is null && value is [{ } given, ..])
                input.Set(name, given);
        }
        input.NewId();
        return await form.Show(input, visit) ?? Results.NotFound();
    }

    public async Task<IResult> Post(Visit visit)
    {
        var input = await FormReading.Page(visit.Http);
        // A page left open over night has an old token: its text is shown again instead of being thrown away.
        if (!await visit.Get<IAntiforgery>().IsRequestValidAsync(visit.Http))
        {
            input.Error("", T["This page was open for a long time. Check what you typed and send it again."]);
            return await Again(input, visit, StatusCodes.Status400BadRequest);
        }
        // Kept while somebody signed in again, it is looked at before it is sent.
        if (input[LookFirst] is not null)
            return await Again(input, visit, StatusCodes.Status200OK);
        var sent = visit.Http.Request.Form.Files.Count == 0 ? IdCarried(input) : null;
        var print = SentForms.Fingerprint(input, visit);
        var read = form.Read(input);
        if (!input.IsGood)
            return await Again(input, visit, StatusCodes.Status400BadRequest);
        if (await SaidSomethingElse(sent, print, visit))
            return await AskAnew(input, visit);
        // The one place that every brought file passes, whichever module takes it, before anything of it is kept.
        if (await BroughtFiles.Refusal(visit, input) is { } status)
            return await Again(input, visit, status);
        if (await Handled(read, visit) is not { } outcome)
        {
            NoRoom.Say(visit.Http, input);
            return await Again(input, visit, StatusCodes.Status503ServiceUnavailable);
        }
        if (outcome.Kind == OutcomeKind.Done)
            await Remember(sent, print, visit);
        switch (outcome.Kind)
        {
            case OutcomeKind.Missing:
                return Results.NotFound();
            case OutcomeKind.Refused:
                foreach (var error in outcome.Errors)
                    input.Error(error.Field, error.Sentence);
                return await Again(input, visit, StatusCodes.Status400BadRequest);
            case OutcomeKind.Conflict:
                ShowBoth(input, outcome.Theirs!);
                return await Again(input, visit, StatusCodes.Status409Conflict);
            default:
                if (form.Said is { } said)
                    visit.Say(said());
                return Results.LocalRedirect(form.Then(visit, outcome.Value));
        }
    }

    public async Task<IResult> PostJson(Visit visit)
    {
        var input = await FormReading.Json(visit.Http);
        if (input is null)
            return Results.Problem(T["Send one JSON object with the fields of this form."], statusCode: 400);
        if (FormReading.IdempotentId(visit) is { } id)
            input.Set("id", id.ToString());
        var sent = IdCarried(input);
        var print = SentForms.Fingerprint(input, visit);
        var read = form.Read(input);
        if (!input.IsGood)
            return Problem(input.Errors);
        if (await SaidSomethingElse(sent, print, visit))
            return Results.Problem(
                T[
                    "This id or Idempotency-Key was sent before, with something else. What you sent now is not kept: send it with another one."
                ],
                statusCode: StatusCodes.Status422UnprocessableEntity
            );
        if (await Handled(read, visit) is not { } outcome)
        {
            visit.Http.Response.Headers.RetryAfter = FullDisk.TryAgainAfterSeconds;
            return NoRoom.Problem();
        }
        if (outcome.Kind == OutcomeKind.Done)
            await Remember(sent, print, visit);
        return outcome.Kind switch
        {
            OutcomeKind.Missing => Results.NotFound(),
            OutcomeKind.Refused => Problem(outcome.Errors),
            OutcomeKind.Conflict => Results.Problem(
                T["Somebody else changed this record. Read it again, and send your change with its new version."],
                statusCode: 409,
                extensions: outcome.Theirs!.Raw.ToDictionary(v => v.Key, v => (object?)v.Value)
            ),
            _ => Results.Json(new Made(outcome.Value, form.Then(visit, outcome.Value)), statusCode: 201),
        };
    }

    /// <summary>Beside the fields of a form that was kept: show it with them instead of sending it.</summary>
    public const string LookFirst = "_look";

    // Only what makes a record carries its id; a correction carries the version that it was read with, which does the same for it.
    private Guid? IdCarried(Input input) =>
        Fields.Any(field => field is { Name: "id", Kind: FieldKind.Id })
        && input["version"] is null or "" or "0"
        && Guid.TryParse(input["id"], out var id)
            ? id
            : null;

    private static async Task<bool> SaidSomethingElse(Guid? id, string print, Visit visit) =>
        id is { } sent && await new SentForms(visit.Get<Database>()).SaidSomethingElse(sent, print, visit.Gone);

    private static async Task Remember(Guid? id, string print, Visit visit)
    {
        try
        {
            if (id is { } sent)
                await new SentForms(visit.Get<Database>()).Remember(sent, print);
        }
        catch (DiskFullException)
        {
            // What the form made is kept, and said to be. Sent again with something else, it would not be noticed.
        }
    }

    // Null when there is no room to keep anything.
    private async Task<Outcome<Guid>?> Handled(TForm read, Visit visit)
    {
        try
        {
            return Noted(await form.Handle(read, visit), visit);
        }
        catch (Exception e) when (visit.Get<FullDisk>().Is(e))
        {
            AuditNote.Of(visit.Http).Outcome = AuditOutcome.Failed;
            return null;
        }
    }

    // Another record, or the first one put right? Only the person knows. The form comes back as one that makes another.
    private async Task<IResult> AskAnew(Input input, Visit visit)
    {
        // What it is about may be gone meanwhile.
        if (form.Start is not null && await form.Start(visit) is null)
            return Results.NotFound();
        input.Set("id", Guid.CreateVersion7().ToString());
        input.Error(
            "",
            T[
                "You have sent this page before, and what stood in it then is kept. What stands in it now is not kept yet. Send it again to keep it as another one. To change the first instead, open that and edit it."
            ]
        );
        return await Again(input, visit, StatusCodes.Status409Conflict);
    }

    // How it ended is known here and nowhere later: a refused form is answered like one that could not be read.
    private static Outcome<Guid> Noted(Outcome<Guid> outcome, Visit visit)
    {
        var note = AuditNote.Of(visit.Http);
        note.Outcome = outcome.Kind switch
        {
            OutcomeKind.Done => AuditOutcome.Done,
            OutcomeKind.Missing => AuditOutcome.Missing,
            OutcomeKind.Conflict => AuditOutcome.Conflict,
            _ => AuditOutcome.Refused,
        };
        if (outcome.Value != Guid.Empty)
            note.RecordId = outcome.Value;
        return outcome;
    }

    private async Task<IResult> Again(Input input, Visit visit, int status)
    {
        visit.Http.Response.StatusCode = status;
        return await form.Show(input, visit) ?? Results.NotFound();
    }

    // What the other person wrote is told beside each field that differs; sending again then counts on their version.
    private static void ShowBoth(Input ours, Input theirs)
    {
        ours.Error(
            "",
            T[
                "Somebody else changed this while you were writing. Yours is kept below, theirs stands beside each field that differs. Send again to keep yours."
            ]
        );
        foreach (var (field, values) in theirs.Raw)
        {
            if (field == "version")
                ours.Set("version", values[0]);
            else if (values is [var value, ..] && ours[field] is { } typed && typed != value)
                ours.Error(field, T["Now it says: {0}", value]);
        }
    }

    private static IResult Problem(IReadOnlyList<FieldError> errors) =>
        Results.ValidationProblem(
            errors.GroupBy(error => error.Field).ToDictionary(e => e.Key, e => e.Select(x => x.Sentence).ToArray()),
            title: T["Something in this form is not right yet. Nothing was kept."]
        );

    private static IReadOnlyCollection<FieldSpec> Describe(Func<Input, TForm> read)
    {
        var empty = new Input();
        read(empty);
        return empty.Asked;
    }
}
