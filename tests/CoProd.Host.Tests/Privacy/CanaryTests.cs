using System.Net;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Host.Backups;
using CoProd.Host.Privacy;
using CoProd.Host.Security;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CoProd.Host.Tests.Privacy;

/// <summary>A person with a string of their own in every text that forms offer is erased; then that string is nowhere in what we control.</summary>
public sealed class CanaryTests
{
    private const string Canary = "Canarybird7731";
    private const string Name = "Quentin Canarybird7731";

    public static TheoryData<TestEngine> Both => Engines.Both;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_erased_is_in_no_file_and_no_table_and_stays_erased_when_data_comes_back(
        TestEngine engine
    )
    {
        await using var place = await TestPlace.Make(engine);
        var outside = Directory.CreateTempSubdirectory("coprod-outside-").FullName;
        var (before, after) = (Path.Combine(outside, "before.backup"), Path.Combine(outside, "after.backup"));
        Guid person;
        string[] held;
        await using (var site = await place.Serve())
        {
            person = await Fill(site);
            var sam = await site.As(Role.Coordinator);
            var forms = await EveryForm.Fill(site, sam, person, Name);
            Assert.True(forms.Kept >= 20, forms.ToString());
            await site.Host().Engine.Keep("CoProd.Register", "0.0.1", Ct);
            await Backup.Take(place.Options, before, null, Ct);
            held = await Found(place);
            // Its own part of every module that has forms, the copy for a rollback, and what was brought.
            Assert.Contains(held, where => where.Contains("championing", StringComparison.OrdinalIgnoreCase));
            Assert.Contains(held, where => where.Contains("resourcing", StringComparison.OrdinalIgnoreCase));
            Assert.Contains(held, where => where.Contains("host", StringComparison.OrdinalIgnoreCase));
            Assert.True(held.Count(where => where.Contains("register", StringComparison.OrdinalIgnoreCase)) >= 2);

            await ReadsTheirFile(sam, person);
            var form = await sam.Open($"/people/{person}/erase");
            Assert.Contains("Removed from the register", form.Text);
            Assert.Contains("texts, and is replaced", form.Text);
            Assert.Equal(HttpStatusCode.OK, (await sam.Open($"/people/{person}")).Status);
            Assert.Contains("Tick the box", (await form.Send()).Text);
            var receipt = await form.Send(("sure", "true"));

            Assert.Equal(HttpStatusCode.OK, receipt.Status);
            Assert.Contains("Receipt of an erasure", receipt.Text);
            Assert.DoesNotContain("may still stand", receipt.Text);
            Assert.DoesNotContain(Canary, receipt.Html);
            Assert.Equal(HttpStatusCode.NotFound, (await sam.Open($"/people/{person}")).Status);
            Assert.Contains("Other Person", (await sam.Open("/people")).Text);
            Assert.Equal(0, (await site.Run("audit", "verify")).Code);
            Assert.Empty(await Found(place));
            Assert.Empty(await OnPages(sam));
            await Backup.Take(place.Options, after, null, Ct);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{engine}: {forms}; {held.Length} places held the person before, 0 after"
            );
        }
        Assert.Empty(await Found(place));
        var unpacked = Directory.CreateDirectory(Path.Combine(outside, "after")).FullName;
        await BackupFile.Unpack(after, null, unpacked, Ct);
        Assert.Empty(InFiles(unpacked));

        // Everything of before comes back; the list of what must hold does not lie in the backup.
        await Restoring.Run(place.Options, before, null, replace: true, Ct);
        Assert.NotEmpty(await Found(place));
        await using (var site = await place.Serve())
        {
            var sam = await site.As(Role.Coordinator);
            Assert.Equal(HttpStatusCode.NotFound, (await sam.Open($"/people/{person}")).Status);
            Assert.Contains("Other Person", (await sam.Open("/people")).Text);
            Assert.Contains("Receipt of an erasure", (await sam.Open($"/people/{person}/erased")).Text);
            Assert.Empty(await Found(place));
        }
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public async Task The_console_prints_the_file_and_tells_before_it_erases()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var person = (await sam.Send("/people/new", ("name", Name), ("phone", "07700 900731"))).Id();
        await site.AsPerson(person, Name);

        var file = await site.Run("person", "export", person.ToString());
        var told = await site.Run("person", "erase", person.ToString());
        Assert.Equal(Name, (string?)file.Json["kept"]!["CoProd.Register"]!["name"]);
        Assert.Contains("Nothing was changed", told.Output);
        // Their own record, their account and the copies of their name are no texts of others.
        Assert.Contains("Nobody else wrote their full name", told.Output);
        Assert.Equal(HttpStatusCode.OK, (await sam.Open($"/people/{person}")).Status);

        var done = await site.Run("person", "erase", person.ToString(), "--yes");
        Assert.True(done.Code == 0, done.Output + done.Errors);
        Assert.Equal(HttpStatusCode.NotFound, (await sam.Open($"/people/{person}")).Status);
        Assert.Equal(1, (await site.Run("person", "export", Guid.CreateVersion7().ToString())).Code);
    }

    [Fact]
    public async Task Only_those_who_may_read_and_erase_somebody_and_everybody_reads_their_own()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var person = (await sam.Send("/people/new", ("name", Name))).Id();
        var self = await site.AsPerson(person, Name);

        Assert.Contains(Name, (await self.Open("/me/data")).Text);
        Assert.Contains(
            Name,
            (await self.Client.GetStringAsync("/me/data.json", TestContext.Current.CancellationToken))
        );
        var priya = await site.As(Role.Administrator);
        foreach (var path in new[] { "data", "data.json", "erase" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await self.Open($"/people/{person}/{path}")).Status);
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await (await site.As(Role.Viewer)).Open($"/people/{person}/{path}")).Status
            );
            Assert.Equal(HttpStatusCode.OK, (await priya.Open($"/people/{person}/{path}")).Status);
        }
        // Who looked is in the trail, and in the file itself from then on.
        var audit = await priya.Open($"/audit?filter={person}");
        Assert.Contains("/people/{personId:guid}/data", audit.Text);
        Assert.Contains("whenTheRecordWasOpened", (await priya.Open($"/people/{person}/data.json")).Html);
        Assert.Equal(HttpStatusCode.NotFound, (await sam.Open($"/people/{Guid.CreateVersion7()}/erase")).Status);
    }

    [Fact]
    public async Task A_line_taken_out_of_the_list_of_what_must_hold_is_noticed_and_half_a_line_is_not_a_line()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using (var site = await place.Serve())
        {
            var list = site.Host().Services.GetRequiredService<AfterList>();
            for (var i = 0; i < 3; i++)
                list.Add(AfterList.Erased, Guid.CreateVersion7(), "", DateTimeOffset.UnixEpoch);
            var path = Path.Combine(place.Folder, AfterList.Folder, "list.jsonl");
            var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);

            await File.WriteAllTextAsync(
                path,
                string.Join('\n', lines) + "\n{\"N\":4,\"Wh",
                TestContext.Current.CancellationToken
            );
            Assert.Equal(3, list.Read().Count);
            list.Add(AfterList.Erased, Guid.CreateVersion7(), "", DateTimeOffset.UnixEpoch);
            Assert.Equal(4, list.Read().Count);
            await File.WriteAllLinesAsync(path, [lines[0], lines[2]], TestContext.Current.CancellationToken);
            Assert.Contains("Line 2", Assert.Throws<InvalidOperationException>(list.Read).Message);
            await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        }
    }

    private static async Task ReadsTheirFile(Session sam, Guid person)
    {
        var page = await sam.Open($"/people/{person}/data");
        Assert.Contains(Name, page.Text);
        Assert.Contains("wishes " + Canary, page.Text);
        Assert.Contains("agreed by " + Canary, page.Text);
    }

    // Every form that takes a person or words about one.
    private static async Task<Guid> Fill(TestSite site)
    {
        var sam = await site.As(Role.Coordinator);
        var innovation = (
            await sam.Send("/innovations/new", ("name", "Walks"), ("purpose", $"What {Name} began"))
        ).Id();
        await sam.Send("/people/new", ("name", "Other Person"));
        var person = (
            await sam.Send(
                "/people/new",
                ("name", Name),
                ("role", "role " + Canary),
                ("email", Canary + "@example.org"),
                ("phone", "07700 900731 " + Canary),
                ("contactWish", "wishes " + Canary),
                ("locality", "Village of " + Canary),
                ("stakeholders", "Friends of " + Canary)
            )
        ).Id();
        var group = (
            await sam.Send(
                "/groups/new",
                ("name", "Walkers"),
                ("kind", "CommunityGroup"),
                ("contactRoute", "Ask " + Name)
            )
        ).Id();
        await Made(
            sam,
            $"/innovations/{innovation}/people/new",
            ("personId", $"{person}"),
            ("role", "leads " + Canary)
        );
        await Made(sam, $"/groups/{group}/members/new", ("personId", $"{person}"), ("role", "member " + Canary));
        await Made(sam, $"/innovations/{innovation}/groups/new", ("groupId", $"{group}"), ("role", "opens the hall"));
        await Made(
            sam,
            $"/innovations/{innovation}/ties/new",
            ("from", $"{person}"),
            ("to", $"{group}"),
            ("kind", "Bonding"),
            ("intensity", "2"),
            ("note", "tie " + Canary)
        );
        await Made(
            sam,
            $"/people/{person}/consents/new",
            ("scope", "Quote"),
            ("purpose", "purpose " + Canary),
            ("how", "agreed by " + Canary)
        );
        await Made(sam, $"/people/{person}/contact", ("state", "Paused"));
        await Made(
            sam,
            "/capture",
            ("innovationId", $"{innovation}"),
            ("words", $"{Name} rang and left {Canary}@example.org"),
            ("people", $"{person}")
        );
        await Account(site, person);
        await Import(site, sam);
        await sam.Open($"/innovations/{innovation}");
        return person;
    }

    private static async Task Made(Session sam, string path, params (string, string)[] fields)
    {
        var page = await sam.Send(path, fields);
        Assert.True(
            page.Status == HttpStatusCode.OK && !page.Html.Contains("govuk-error-summary", StringComparison.Ordinal),
            $"{path}: {page.Status} {page.Text}"
        );
    }

    private static async Task Account(TestSite site, Guid person)
    {
        using var scope = site.Host().Services.CreateScope();
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = Canary + "@example.org",
            DisplayName = Name,
            Role = Role.CoProducer,
            PersonId = person,
        };
        Assert.Null(await AccountMaking.Make(scope.ServiceProvider, account, Inside.Password));
        await site.Host()
            .Services.GetRequiredService<Tokens>()
            .Create(account.Id, "token of " + Canary, null, CancellationToken.None);
        using var self = site.Anonymous();
        await self.SignIn(account.UserName);
        Assert.Contains(Name, (await self.Open("/me/data")).Text);
    }

    private static async Task Import(TestSite site, Session sam)
    {
        var page = await sam.Open("/imports/new/people-csv");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        using var form = new MultipartFormDataContent();
        foreach (var field in page.Document.QuerySelectorAll("main form[method=post] input[type=hidden]"))
            form.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        form.Add(
            new ByteArrayContent(Encoding.UTF8.GetBytes($"name,role\r\n{Name},x\r\n,\r\n")),
            "file",
            $"{Canary}.csv"
        );
        using var answer = await sam.Client.PostAsync("/imports/new/people-csv", form);
        Assert.True(
            answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther,
            answer.StatusCode.ToString()
        );
        for (var tries = 0; tries < 400 && await site.Count("import_run where state = 'Looking'") > 0; tries++)
            await Task.Delay(50);
        Assert.Equal(1, await site.Count("import_run where state = 'Preview'"));
    }

    // Every page that needs no id, as it is shown now.
    private static async Task<string[]> OnPages(Session sam)
    {
        var found = new List<string>();
        foreach (
            var path in new[] { "/", "/people", "/groups", "/innovations", "/search?q=" + Canary.ToLowerInvariant() }
        )
        {
            var page = await sam.Open(path);
            var said = page.Html.Replace($"value=\"{Canary.ToLowerInvariant()}\"", "", StringComparison.Ordinal);
            if (page.Path == path && path[1..].StartsWith("search", StringComparison.Ordinal))
                said = page.Document.QuerySelector("main ul")?.TextContent ?? "";
            if (said.Contains(Canary, StringComparison.OrdinalIgnoreCase))
                found.Add(path);
        }
        return [.. found];
    }

    // Where the string stands: in the bytes of any file, or in any column of any table.
    private static async Task<string[]> Found(TestPlace place)
    {
        var found = InFiles(place.Folder);
        if (place.Postgres is null)
            return [.. found];
        await using var connection = new NpgsqlConnection(place.Postgres);
        var tables = await connection.QueryAsync<(string Schema, string Name)>(
            "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
        );
        foreach (var (schema, name) in tables)
        {
            var rows = await connection.ExecuteScalarAsync<long>(
                $"select count(*) from \"{schema}\".\"{name}\" t where position(@key in lower(t::text)) > 0",
                new { key = Canary.ToLowerInvariant() }
            );
            if (rows > 0)
                found.Add($"{schema}.{name}");
        }
        return [.. found];
    }

    private static List<string> InFiles(string folder)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Bytes(file) is { } bytes && bytes.Contains(Canary, StringComparison.OrdinalIgnoreCase))
                found.Add(Path.GetRelativePath(folder, file));
        }
        return found;
    }

    private static string? Bytes(string file)
    {
        try
        {
            using var stream = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }
        // These two are the running service's alone; they are read once it has stopped.
        catch (IOException) when (Path.GetFileName(file) is "host.lock" or "modules.underway")
        {
            return null;
        }
    }
}
