using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Security;

/// <summary>Signing in with a passkey, with a device written down from the standard. That real browsers do the same, CoProd.EndToEnd.Tests shows.</summary>
public sealed class PasskeyTests(ClockedSites sites) : IClassFixture<ClockedSites>
{
    private const string OnSignIn = "form[data-passkey=get]";
    private const string OnMaking = "form[data-passkey=create]";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_passkey_counts_as_both_steps_and_opens_nothing_once_it_is_removed(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var desk = await At(site, name);
        using var device = DeviceAt(site);
        // With a second step on, its code is asked before a passkey is made: it will stand for both.
        var step = await desk.Open("/account/second-step");
        var phone = Phone.Of(step);
        await step.Send(("code", phone.CodeAt(sites.Now)), ("present-password", Inside.Password));
        sites.Later(TimeSpan.FromMinutes(1));
        var form = await desk.Open("/account/passkeys/new");
        Assert.NotEqual("", form.ValueOf("name"));
        var uncoded = await form.Send(("name", "My phone"), ("present-password", Inside.Password), ("code", "1"));
        Assert.StartsWith("That code does not fit.", uncoded.ErrorOf("code"));
        var asked = await uncoded.Send(("present-password", Inside.Password), ("code", phone.CodeAt(sites.Now)));
        var kept = await asked.SendForm(OnMaking, ("credential", device.Make(Options(asked))));
        Assert.Contains("Your passkey is kept.", kept.Text);
        Assert.Contains("My phone", kept.Text);
        Assert.Contains("You added a passkey.", kept.Text);

        using var phoneSide = Anywhere(site);
        var door = await phoneSide.Open("/sign-in?back=/account/second-step");
        var let = await SignIn(door, device);
        Assert.Equal("/account/second-step", let.Path);
        var account = await Id(site, name);
        Assert.Equal(
            1,
            await site.Count("sign_in_session where method = 'passkey' and account_id = @account", new { account })
        );
        Assert.Equal(
            1,
            await site.Count(
                "audit where action = 'POST /sign-in/passkey' and kind = 'SignIn' and outcome = 'Done' and who = @account",
                new { account }
            )
        );

        var page = await desk.Open("/account");
        var remove = page.Document.QuerySelector("a[href$='/remove']")!.GetAttribute("href")!;
        Assert.StartsWith(
            "That is not your present password.",
            (await desk.Send(remove, ("present-password", "wrong"))).ErrorOf("present-password")
        );
        var removed = await desk.Send(remove, ("present-password", Inside.Password));
        Assert.Contains("That passkey opens nothing any more.", removed.Text);
        Assert.StartsWith("/sign-in", (await phoneSide.Open("/account")).Path);
        Assert.Contains("opens nothing here", (await SignIn(await phoneSide.Open("/sign-in"), device)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Open(remove)).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_answer_to_something_else_of_another_or_from_elsewhere_opens_nothing(TestEngine engine)
    {
        var site = await sites.On(engine);
        using var desk = await At(site, await New(site));
        using var device = DeviceAt(site);
        await Add(desk, device);
        var stranger = (await site.As(Role.Viewer)).AccountId;
        using var somebody = Anywhere(site);
        var door = await somebody.Open("/sign-in");

        foreach (
            var (how, answer) in new (string, Func<JsonNode, string>)[]
            {
                ("another challenge", asked => Spoilt(device, d => d.OtherChallenge = "c29tZXRoaW5nIGVsc2U", asked)),
                ("another address", asked => Spoilt(device, d => d.Origin = "https://coprod.example.net", asked)),
                ("another site", asked => device.Sign(At("example.net", asked))),
                ("no finger", asked => Spoilt(device, d => d.Verifies = false, asked)),
                ("another's account", asked => Spoilt(device, d => d.OtherHandle = $"{stranger}", asked)),
                ("another's signature", asked => Swapped(device, asked)),
                ("no answer", _ => "{\"id\": \"\\ud800\", \"response\": []}"),
                ("nothing", _ => ""),
            }
        )
        {
            var asked = await Asked(door);
            var refused = await door.SendForm(OnSignIn, ("credential", answer(asked)));
            Assert.True(refused.Status == HttpStatusCode.BadRequest, how);
            Assert.Contains("opens nothing here", refused.Text);
            // What was asked is answered, rightly or wrongly: it is answered no second time.
            var again = await refused.SendForm(OnSignIn, ("credential", device.Sign(asked)));
            Assert.Contains("begun in another window", again.Text);
            door = again;
        }
        // Seen on its way, and sent from another browser.
        var right = device.Sign(await Asked(door));
        using var thief = Anywhere(site);
        var theirs = await thief.Open("/sign-in");
        Assert.Contains("begun in another window", (await theirs.SendForm(OnSignIn, ("credential", right))).Text);
        await Asked(theirs);
        Assert.Contains("opens nothing here", (await theirs.SendForm(OnSignIn, ("credential", right))).Text);
        Assert.StartsWith("/sign-in", (await somebody.Open("/account")).Path);
        Assert.Equal("/", (await door.SendForm(OnSignIn, ("credential", right))).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_right_answer_is_taken_once_and_within_five_minutes(TestEngine engine)
    {
        var site = await sites.On(engine);
        using var desk = await At(site, await New(site));
        using var device = DeviceAt(site);
        await Add(desk, device);

        using var somebody = Anywhere(site);
        var door = await somebody.Open("/sign-in");
        var answer = device.Sign(await Asked(door));
        Assert.Equal("/", (await door.SendForm(OnSignIn, ("credential", answer))).Path);
        await somebody.Open("/sign-in");
        var replayed = await (await somebody.Open("/sign-in")).SendForm(OnSignIn, ("credential", answer));
        Assert.Contains("begun in another window", replayed.Text);

        using var slow = Anywhere(site);
        var waiting = await slow.Open("/sign-in");
        var late = device.Sign(await Asked(waiting));
        sites.Later(TimeSpan.FromMinutes(5.1));
        Assert.Contains("longer than five minutes", (await waiting.SendForm(OnSignIn, ("credential", late))).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_device_that_counts_backwards_is_refused_noted_and_told_to_its_owner(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var desk = await At(site, name);
        using var device = DeviceAt(site);
        device.Counter = 5;
        await Add(desk, device);
        using var somebody = Anywhere(site);

        foreach (var counter in new uint[] { 5, 4, 0 })
        {
            device.Counter = counter;
            Assert.Contains("counts backwards", (await SignIn(await somebody.Open("/sign-in"), device)).Text);
        }
        device.Counter = 6;
        Assert.Equal("/", (await SignIn(await somebody.Open("/sign-in"), device)).Path);

        Assert.Contains("A passkey of yours was refused", (await desk.Open("/account")).Text);
        Assert.Equal(
            3,
            await site.Count(
                "audit where action = 'POST /sign-in/passkey' and outcome = 'Refused' and detail = 'the device counts backwards' and record_id = @id",
                new { id = await Id(site, name) }
            )
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_ended_account_opens_no_more_and_too_many_guesses_close_a_passkey_too(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var desk = await At(site, name);
        using var device = DeviceAt(site);
        await Add(desk, device);
        using var somebody = Anywhere(site);

        for (var n = 0; n < 10; n++)
        {
            using var guesser = site.Anonymous();
            await guesser.SignIn(name, "wrong each time");
        }
        var closed = await SignIn(await somebody.Open("/sign-in"), device);
        Assert.Contains("That was wrong too often.", closed.Text);
        sites.Later(TimeSpan.FromMinutes(5.1));
        // Wrong answers count as guesses at the same account.
        for (var n = 0; n < 10; n++)
        {
            using var guesser = Anywhere(site);
            device.Verifies = false;
            await SignIn(await guesser.Open("/sign-in"), device);
        }
        device.Verifies = true;
        Assert.StartsWith("That was wrong too often.", (await desk.SignIn(name)).ErrorOf("name"));
        sites.Later(TimeSpan.FromMinutes(5.1));
        Assert.Equal("/", (await SignIn(await somebody.Open("/sign-in"), device)).Path);

        Assert.Equal(0, (await site.Run("user", "disable", name)).Code);
        Assert.StartsWith("/sign-in", (await somebody.Open("/")).Path);
        var ended = await SignIn(await somebody.Open("/sign-in"), device);
        Assert.Equal(HttpStatusCode.Forbidden, ended.Status);
        Assert.Contains("Your account here has ended.", ended.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_a_device_made_is_kept_once_for_the_one_who_asked_and_only_when_all_of_it_is_right(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        using var desk = await At(site, await New(site));
        var wrong = await desk.Send("/account/passkeys/new", ("name", "Mine"), ("present-password", "not this one"));
        Assert.StartsWith("That is not your present password.", wrong.ErrorOf("present-password"));
        Assert.Equal("Mine", wrong.ValueOf("name"));
        Assert.Contains("Begin again", (await desk.Open("/account/passkeys/new/device")).Text);

        foreach (
            var spoil in new Action<Device>[]
            {
                d => d.OtherChallenge = "c29tZXRoaW5nIGVsc2U",
                d => d.Origin = "https://coprod.example.net",
                d => d.Verifies = false,
            }
        )
        {
            using var spoilt = DeviceAt(site);
            spoil(spoilt);
            var page = await Begin(desk);
            var refused = await page.SendForm(OnMaking, ("credential", spoilt.Make(Options(page))));
            Assert.Contains("so nothing was added", refused.Text);
            Assert.Null(refused.Document.QuerySelector(OnMaking));
        }
        using var device = DeviceAt(site);
        var mine = await Begin(desk);
        var made = device.Make(Options(mine));
        // Somebody else's page does not take what was asked of me, nor mine what was asked twice.
        using var other = await At(site, await New(site));
        var theirs = await Begin(other);
        Assert.Contains("so nothing was added", (await theirs.SendForm(OnMaking, ("credential", made))).Text);
        Assert.Contains("is kept", (await mine.SendForm(OnMaking, ("credential", made))).Text);
        Assert.Contains("Nothing was added", (await mine.SendForm(OnMaking, ("credential", made))).Text);
        // Nor has anybody the same device's name twice.
        using var same = new Device { Id = device.Id, Origin = device.Origin };
        var second = await Begin(other);
        Assert.Contains(
            "so nothing was added",
            (await second.SendForm(OnMaking, ("credential", same.Make(Options(second))))).Text
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Another_password_takes_no_passkey_away_and_says_so_and_who_lost_a_device_is_helped(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var desk = await At(site, name);
        using var one = DeviceAt(site);
        using var two = DeviceAt(site);
        await Add(desk, one, "My phone");
        await Add(desk, two, "My laptop");

        Assert.Contains("Your passkeys stay as they are", (await desk.Open("/account/password")).Text);
        var admin = await site.As(Role.Administrator);
        var id = await Id(site, name);
        Assert.Contains("Their passkeys stay as they are", (await admin.Open($"/accounts/{id}")).Text);
        var code = (await site.Run("user", "code", name)).Output.Trim().Split(' ')[^1];
        using var forgot = site.Anonymous();
        var chosen = await forgot.Send($"/open/way-in/{code}", ("password", "some other plain words"));
        Assert.Contains("Your passkeys open your account as before", chosen.Text);
        using var somebody = Anywhere(site);
        Assert.Equal("/", (await SignIn(await somebody.Open("/sign-in"), one)).Path);

        var list = (await site.Run("user", "passkeys", name)).Output.Trim().Split('\n');
        Assert.Equal(2, list.Length);
        Assert.Contains("My phone\tsince", list[0]);
        Assert.Contains("last used", list[0]);
        Assert.Contains("not used yet", list[1]);
        Assert.Equal(1, (await site.Run("user", "remove-passkey", name)).Code);
        Assert.Equal(1, (await site.Run("user", "remove-passkey", name, "--id", Guid.NewGuid().ToString())).Code);
        Assert.Equal(0, (await site.Run("user", "remove-passkey", name, "--id", list[0].Split('\t')[0])).Code);
        Assert.StartsWith("/sign-in", (await somebody.Open("/account")).Path);
        Assert.Contains("opens nothing here", (await SignIn(await somebody.Open("/sign-in"), one)).Text);
        var told = await SignIn(await somebody.Open("/sign-in"), two);
        Assert.Contains("was taken away by whoever looks after this computer system", told.Text);

        var gone = await admin.Send($"/accounts/{id}/passkeys/remove", ("sure", "yes"));
        Assert.Contains("Their passkeys are gone", gone.Text);
        Assert.Contains("opens nothing here", (await SignIn(await somebody.Open("/sign-in"), two)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Open($"/accounts/{id}/passkeys/remove")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_passkey_stands_in_its_owner_s_file_and_goes_with_them(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var person = (await sam.Send("/people/new", ("name", "Petra Keyholder"))).Id();
        var name = await New(site, Role.CoProducer);
        await site.Data()
            .Write(w =>
                w.Connection.Execute(
                    "update account set person_id = @person where user_name = @name",
                    new { person, name }
                )
            );
        using var desk = await At(site, name);
        using var device = DeviceAt(site);
        await Add(desk, device, "Petra’s tablet");
        await Begin(desk);

        var file = await desk.Client.GetStringAsync("/me/data.json", TestContext.Current.CancellationToken);
        Assert.Equal("Petra’s tablet", (string?)JsonNode.Parse(file)!["kept"]!["CoProd"]!["passkeys"]![0]!["name"]);
        var account = await Id(site, name);
        await sam.Send($"/people/{person}/erase", ("sure", "true"));

        Assert.Equal(0, await site.Count("passkey where account_id = @account", new { account }));
        Assert.Equal(0, await site.Count("passkey_ceremony where account_id = @account", new { account }));
        using var somebody = Anywhere(site);
        Assert.Contains("opens nothing here", (await SignIn(await somebody.Open("/sign-in"), device)).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_form_under_way_comes_back_after_signing_in_with_a_passkey_also_when_the_first_try_fails(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        using var sam = await At(site, await New(site, Role.Coordinator));
        using var device = DeviceAt(site);
        await Add(sam, device);
        var form = await sam.Open("/innovations/new");
        var beside = await sam.Open("/innovations/new");
        sam.Forget("coprod.signed-in");

        var door = await form.Send(("name", "Kept beside a passkey"));
        var other = await beside.Send(("name", "Kept in another window"));
        Assert.Equal(HttpStatusCode.Unauthorized, door.Status);
        device.Verifies = false;
        var refused = await SignIn(door, device);
        Assert.Contains("opens nothing here", refused.Text);
        device.Verifies = true;
        var back = await SignIn(refused, device);
        var made = await back.Send();

        Assert.Contains("You are signed in again", back.Text);
        Assert.StartsWith("/innovations/", made.Path);
        Assert.Contains("Kept beside a passkey", made.Text);
        // The page in the other window is older than the sign-in: its button finds them signed in, and shows what was typed.
        var shown = await SignIn(other, device);
        Assert.Contains("You are signed in again", shown.Text);
        Assert.Contains("Kept in another window", (await shown.Send()).Text);
    }

    [Fact]
    public async Task Where_the_address_is_a_number_or_an_account_has_no_password_there_are_none()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var desk = site.Anonymous();
        Assert.Null((await desk.Open("/sign-in")).Document.QuerySelector("[data-passkey-at]"));
        await desk.SignIn(await New(site));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.Open("/account/passkeys/new")).Status);
        var bySso = await site.As(Role.Viewer);
        Assert.Null((await bySso.Open("/account")).Document.QuerySelector("[data-passkey-at]"));
        Assert.Equal(HttpStatusCode.NotFound, (await bySso.Open("/account/passkeys/new")).Status);
    }

    [Fact]
    public async Task For_another_site_nothing_is_begun_and_a_flood_is_stopped()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var somebody = Anywhere(site);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in/passkey/begin");
        request.Headers.Add("Origin", "https://evil.example");
        using var forged = await somebody.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        var door = await somebody.Open("/sign-in");
        for (var n = 0; n < PasskeyCeremonies.MostWaiting; n++)
            await Asked(door);
        using var flood = await Begin(door);
        Assert.Equal(HttpStatusCode.TooManyRequests, flood.StatusCode);
        sites.Later(TimeSpan.FromMinutes(5.1));
        await Asked(door);
        Assert.Equal(1, await site.Count("passkey_ceremony where account_id is null"));
    }

    // As a browser at localhost, which may have passkeys without https.
    private static Session Anywhere(TestSite site)
    {
        var somebody = site.Anonymous();
        somebody.Client.DefaultRequestHeaders.Host = new Uri(OriginOf(site)).Authority;
        return somebody;
    }

    private static async Task<Session> At(TestSite site, string name)
    {
        var session = Anywhere(site);
        Assert.Equal("/", (await session.SignIn(name)).Path);
        return session;
    }

    private static string OriginOf(TestSite site) => $"http://localhost:{new Uri(site.Address).Port}";

    private static Device DeviceAt(TestSite site) => new() { Origin = OriginOf(site) };

    private static string Spoilt(Device device, Action<Device> spoil, JsonNode asked)
    {
        var (origin, verifies) = (device.Origin, device.Verifies);
        spoil(device);
        var answer = device.Sign(asked);
        (device.Origin, device.Verifies, device.OtherChallenge, device.OtherHandle) = (origin, verifies, null, null);
        return answer;
    }

    private static JsonObject At(string place, JsonNode asked) =>
        new() { ["rpId"] = place, ["challenge"] = (string)asked["challenge"]! };

    // The right device's name over what another signed.
    private static string Swapped(Device device, JsonNode asked)
    {
        using var other = new Device
        {
            Id = device.Id,
            Origin = device.Origin,
            OtherHandle = device.Handle,
        };
        return other.Sign(asked);
    }

    private static async Task<string> New(TestSite site, Role role = Role.Viewer)
    {
        var name = "k-" + Guid.CreateVersion7();
        await site.Make(name, role);
        return name;
    }

    private static async Task<Guid> Id(TestSite site, string name) =>
        await site.Data()
            .Read(c => c.ExecuteScalarAsync<Guid>("select id from account where user_name = @name", new { name }));

    private static async Task<Page> Begin(Session desk, string called = "A device")
    {
        var page = await desk.Send("/account/passkeys/new", ("name", called), ("present-password", Inside.Password));
        Assert.Equal("/account/passkeys/new/device", page.Path);
        return page;
    }

    private static async Task Add(Session desk, Device device, string called = "A device")
    {
        var page = await Begin(desk, called);
        var kept = await page.SendForm(OnMaking, ("credential", device.Make(Options(page))));
        Assert.Contains("Your passkey is kept.", kept.Text);
    }

    private static JsonNode Options(Page page) =>
        JsonNode.Parse(page.Document.QuerySelector(OnMaking)!.GetAttribute("data-passkey-options")!)!;

    // What the script does before the form is sent.
    private static async Task<Page> SignIn(Page door, Device device) =>
        await door.SendForm(OnSignIn, ("credential", device.Sign(await Asked(door))));

    private static async Task<JsonNode> Asked(Page door)
    {
        using var answer = await Begin(door);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static Task<HttpResponseMessage> Begin(Page door) =>
        door.Session.Client.PostAsync(
            door.Document.QuerySelector(OnSignIn)!.GetAttribute("data-passkey-begin"),
            content: null
        );
}
