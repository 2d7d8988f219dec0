using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Host.Leaving;
using CoProd.Testing;

namespace CoProd.Host.Tests.Leaving;

/// <summary>An archive that is not as it was sent is refused whole, before anything is written.</summary>
public sealed class RefusedArchiveTests(RefusedArchiveTests.Sent sent) : IClassFixture<RefusedArchiveTests.Sent>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One archive of a demo's innovation, and somewhere else to bring it.</summary>
    public sealed class Sent : IAsyncLifetime
    {
        public string File { get; } = Archives.NewFile();

        public const string Backslashes = @"The file is C:\users\u0000x";

        /// <summary>All that the demo's Way Home lets out.</summary>
        public IReadOnlyDictionary<string, byte[]> WayHome { get; private set; } = new Dictionary<string, byte[]>();

        public TestSite Receiver { get; private set; } = null!;

        public Guid Innovation { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await using (var sender = await TestSite.Start(TestEngine.Sqlite, demo: true))
            {
                Innovation = await sender.Innovation("Breathing Space");
                var sam = await sender.As(Role.Coordinator);
                await sam.Send("/capture", ("innovationId", $"{Innovation}"), ("words", Backslashes));
                var other = Archives.NewFile();
                Assert.Equal(
                    0,
                    (await sender.Run("innovation", "export", $"{await sender.Innovation("Way Home")}", other)).Code
                );
                WayHome = Archives.Files(other);
                Assert.Equal(0, (await sender.Run("innovation", "export", $"{Innovation}", File)).Code);
            }
            Receiver = await TestSite.Start(TestEngine.Sqlite);
        }

        public async ValueTask DisposeAsync()
        {
            await Receiver.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
        }
    }

    private async Task<string> Refusal(string file) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => ArchiveReader.Read(file, Ct))).Message;

    [Fact]
    public async Task As_it_was_sent_it_is_read()
    {
        var archive = await ArchiveReader.Read(sent.File, Ct);
        Assert.Equal(sent.Innovation, archive.Manifest.InnovationId);
        Assert.Equal(archive.Manifest.Modules.Count, archive.Records.Count);
        Assert.True(archive.Records.Count >= 5);
        // Six letters that look like a NUL in JSON are six letters.
        Assert.Contains(
            Sent.Backslashes,
            JsonNode.Parse(archive.Records["CoProd.Register"])!["notes"]!
                .AsArray()
                .Select(note => (string?)note!["words"])
        );
    }

    [Fact]
    public void In_the_demos_own_archive_nobody_is_named_who_did_not_agree()
    {
        // He takes part, gave no consent, and everybody calls him Dr Mehta.
        Assert.All(
            sent.WayHome,
            file =>
                Assert.DoesNotContain(
                    "Mehta",
                    System.Text.Encoding.UTF8.GetString(file.Value),
                    StringComparison.OrdinalIgnoreCase
                )
        );
    }

    [Fact]
    public void The_plain_pages_say_in_words_what_programs_call_otherwise()
    {
        var pages = sent
            .WayHome.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
            .Select(file => System.Text.Encoding.UTF8.GetString(file.Value))
            .ToList();
        Assert.True(pages.Count > 5);
        Assert.All(
            pages,
            html =>
            {
                // A cell that holds one word of a program: NotAdopted.
                Assert.DoesNotMatch("<td[^>]*>(?!CoProd<)[A-Z][a-z]+[A-Z][a-z]+[A-Za-z]*</td>", html);
                foreach (var heading in new[] { "From on", "Until on", "Has veto", "Right kind" })
                    Assert.DoesNotContain($">{heading}<", html, StringComparison.Ordinal);
            }
        );
        Assert.Contains(pages, html => html.Contains("Each list is a table", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_form_would_take_is_refused_before_anything_is_written()
    {
        var register = JsonNode.Parse(Archives.Files(sent.File)["modules/CoProd.Register/records.json"])!;
        register["madeUp"] = "9999-12-31";
        Assert.Contains(
            "“madeUp”",
            await Signed("modules/CoProd.Register/records.json", Bytes()),
            StringComparison.Ordinal
        );
        register["madeUp"] = new string('x', 200_001);
        Assert.Contains(
            "“madeUp”",
            await Signed("modules/CoProd.Register/records.json", Bytes()),
            StringComparison.Ordinal
        );
        // Nor does anything stand before or behind the archive.
        var whole = await File.ReadAllBytesAsync(sent.File, Ct);
        var path = sent.File + ".more";
        foreach (var more in new byte[][] { [.. whole, 1], [1, .. whole] })
        {
            await File.WriteAllBytesAsync(path, more, Ct);
            Assert.Contains("Nothing was written", await Refusal(path), StringComparison.Ordinal);
        }

        byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(register);
    }

    [Fact]
    public async Task The_console_writes_over_nothing_and_into_no_folder_that_is_not_there()
    {
        var made = sent.File + ".there";
        await File.WriteAllTextAsync(made, "mine", Ct);
        var over = await sent.Receiver.Run("innovation", "export", $"{Guid.CreateVersion7()}", made);
        Assert.Equal(1, over.Code);
        Assert.Contains("--force", over.Errors, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(made, Ct));
        var nowhere = await sent.Receiver.Run("innovation", "export", $"{Guid.CreateVersion7()}", "/not/there/x.zip");
        Assert.Equal(1, nowhere.Code);
        Assert.Contains("There is no folder /not/there", nowhere.Errors, StringComparison.Ordinal);
        var key = await sent.Receiver.Run("innovation", "trust", sent.File, "--name", "Somebody");
        Assert.Equal(1, key.Code);
        Assert.Contains("coprod innovation key", key.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_byte_flipped_in_any_file_refuses_it_and_says_in_which()
    {
        var files = Archives.Files(sent.File);
        // One of each kind at least: records, tables, pages, story, trail, style, manifest and signature are all among them.
        Assert.Contains("style.css", files.Keys);
        var seeded = new Random(20_261_130);
        foreach (var name in files.Keys.Where(name => files[name].Length > 0))
        {
            var content = (byte[])files[name].Clone();
            content[seeded.Next(content.Length)] ^= 1;
            var other = files.ToDictionary(file => file.Key, file => file.Key == name ? content : file.Value);
            var told = await Refusal(Archives.Put(sent.File, other));
            Assert.Contains("Nothing was written", told, StringComparison.Ordinal);
            if (!name.StartsWith("manifest", StringComparison.Ordinal))
                Assert.Contains(name, told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_more_or_one_less_refuses_it_and_is_named()
    {
        var files = Archives.Files(sent.File);
        var more = await Refusal(Archives.Put(sent.File, files.Append(new("modules/CoProd.Register/more.csv", [1]))));
        Assert.Contains("more.csv, which the sender did not put in", more, StringComparison.Ordinal);
        foreach (var name in files.Keys)
        {
            var told = await Refusal(Archives.Put(sent.File, files.Where(file => file.Key != name)));
            Assert.Contains($"{name} is missing", told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_manifest_that_was_changed_does_not_fit_its_signature_and_another_signature_is_another_key()
    {
        var files = Archives.Files(sent.File);
        var manifest = JsonNode.Parse(files[Manifest.FileName])!;
        var key = (string)manifest["key"]!;
        manifest["sender"] = "Somebody Else";
        var changed = JsonSerializer.SerializeToUtf8Bytes(manifest, Manifest.Json);
        var other = new Dictionary<string, byte[]>(files) { [Manifest.FileName] = changed };
        Assert.Contains(
            "signature does not fit",
            await Refusal(Archives.Put(sent.File, other)),
            StringComparison.Ordinal
        );

        // Who signs it anew cannot go on under the sender's key.
        var (own, _) = CoProd.Host.Packages.Signature.NewKeys();
        other[ArchiveSignature.FileName] = ArchiveSignature.Sign(changed, own);
        Assert.Contains(
            "does not fit together",
            await Refusal(Archives.Put(sent.File, other)),
            StringComparison.Ordinal
        );
        manifest["key"] = CoProd.Host.Packages.Signature.FingerprintOf(ArchiveSignature.PublicKeyOf(own));
        changed = JsonSerializer.SerializeToUtf8Bytes(manifest, Manifest.Json);
        other[Manifest.FileName] = changed;
        other[ArchiveSignature.FileName] = ArchiveSignature.Sign(changed, own);
        Assert.NotEqual(key, (await ArchiveReader.Read(Archives.Put(sent.File, other), Ct)).Manifest.Key);
    }

    [Fact]
    public async Task Signed_by_whomever_it_leads_nowhere_else_holds_nothing_twice_and_does_not_swell()
    {
        Assert.Contains("leads elsewhere", await Signed("../host.lock", [1]), StringComparison.Ordinal);
        Assert.Contains("leads elsewhere", await Signed("/etc/passwd", [1]), StringComparison.Ordinal);
        Assert.Contains("leads elsewhere", await Signed("modules/../../x", [1]), StringComparison.Ordinal);
        Assert.Contains("leads elsewhere", await Signed("a\\..\\b", [1]), StringComparison.Ordinal);
        Assert.Contains("twice", await Signed("Index.html", [1]), StringComparison.Ordinal);
        // It says ten bytes and unpacks to a hundred million.
        Assert.Contains(
            "was changed",
            await Signed("bomb.csv", new byte[100_000_000], says: 10),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "larger than 512 MB",
            await Signed("bomb.csv", [1], says: 600L << 20),
            StringComparison.Ordinal
        );
        // Records of an innovation that the receiver may have, under the name of this one.
        var register = JsonNode.Parse(Archives.Files(sent.File)["modules/CoProd.Register/records.json"])!;
        register["innovation"]!["id"] = Guid.CreateVersion7().ToString();
        Assert.Contains(
            "about another innovation",
            await Signed("modules/CoProd.Register/records.json", JsonSerializer.SerializeToUtf8Bytes(register)),
            StringComparison.Ordinal
        );
    }

    // An archive that its maker signed, with one file put in or in place of another.
    private async Task<string> Signed(string name, byte[] content, long? says = null)
    {
        var files = Archives.Files(sent.File);
        var manifest = JsonSerializer.Deserialize<Manifest>(files[Manifest.FileName], Manifest.Json)!;
        var (own, _) = CoProd.Host.Packages.Signature.NewKeys();
        manifest = manifest with
        {
            Key = CoProd.Host.Packages.Signature.FingerprintOf(ArchiveSignature.PublicKeyOf(own)),
            Files =
            [
                .. manifest.Files.Where(file => file.Path != name),
                new()
                {
                    Path = name,
                    Bytes = says ?? content.Length,
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                },
            ],
        };
        files[name] = content;
        files[Manifest.FileName] = JsonSerializer.SerializeToUtf8Bytes(manifest, Manifest.Json);
        files[ArchiveSignature.FileName] = ArchiveSignature.Sign(files[Manifest.FileName], own);
        return await Refusal(Archives.Put(sent.File, files));
    }

    [Fact]
    public async Task Cut_short_anywhere_or_no_archive_at_all_it_is_refused()
    {
        var whole = await File.ReadAllBytesAsync(sent.File, Ct);
        var path = sent.File + ".cut";
        foreach (
            var length in new[] { 0, 1, 100, whole.Length / 3, whole.Length / 2, whole.Length - 200, whole.Length - 1 }
        )
        {
            await File.WriteAllBytesAsync(path, whole[..length], Ct);
            Assert.Contains("Nothing was written", await Refusal(path), StringComparison.Ordinal);
        }
        // Flipped in the zip itself: refused, or where the zip does not care, read as it was sent.
        var before = (await ArchiveReader.Read(sent.File, Ct)).Records;
        var seeded = new Random(7);
        for (var n = 0; n < 60; n++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[seeded.Next(whole.Length)] ^= (byte)(1 << seeded.Next(8));
            await File.WriteAllBytesAsync(path, flipped, Ct);
            try
            {
                Assert.Equal(before, (await ArchiveReader.Read(path, Ct)).Records);
            }
            catch (InvalidOperationException e)
            {
                Assert.Contains("Nothing was written", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_console_ends_with_1_and_a_sentence_and_the_page_says_the_same_and_nothing_is_written()
    {
        var files = Archives.Files(sent.File);
        files["story.json"][10] ^= 1;
        var bad = Archives.Put(sent.File, files);

        var told = await sent.Receiver.Run("innovation", "import", bad, "--json");
        Assert.Equal(1, told.Code);
        Assert.Contains("story.json in it was changed", told.Errors, StringComparison.Ordinal);
        Assert.Contains("story.json", (string)told.Json["refused"]!, StringComparison.Ordinal);
        var missing = await sent.Receiver.Run("innovation", "import", bad + ".not-there");
        Assert.Equal(1, missing.Code);

        var priya = await sent.Receiver.As(Role.Administrator);
        var page = await Bring(priya, bad);
        Assert.Null(page.Path);
        Assert.Contains("story.json in it was changed", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, await sent.Receiver.Count("innovation_arrival"));
        Assert.Equal(0, await sent.Receiver.Count("innovation_part"));
        Assert.Equal(0, await sent.Receiver.Count("host_innovation"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(sent.Receiver.Folder, "uploads")));
    }

    /// <summary>Brings a file in the browser: where one is led, or what is said.</summary>
    internal static async Task<(string? Path, string Text)> Bring(Session priya, string file)
    {
        var page = await priya.Open("/imports/innovation");
        using var form = new MultipartFormDataContent();
        foreach (var field in page.Document.QuerySelectorAll("main form[method=post] input[type=hidden]"))
            form.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file, Ct)), "file", "innovation.zip");
        using var answer = await priya.Client.PostAsync("/imports/innovation", form, Ct);
        return (answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync(Ct));
    }
}
