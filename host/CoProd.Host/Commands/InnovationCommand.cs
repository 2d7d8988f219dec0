using System.CommandLine;
using System.Text.Json;
using CoProd.Host.Leaving;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod innovation export, import</c>: an innovation leaves as one archive, and arrives elsewhere.</summary>
internal static class InnovationCommand
{
    private static readonly Argument<Guid> Id = new("id")
    {
        Description = "The innovation's id, from the address of its page.",
    };

    private static readonly Argument<string> FileName = new("file") { Description = "The archive." };

    private static readonly Argument<string> KeyFile = new("file")
    {
        Description = "The sender's public key, as `coprod innovation key` prints it there.",
    };

    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Write over a file that is there already.",
    };

    private static readonly Option<bool> Preview = new("--preview")
    {
        Description = "Look it through and tell what would come in. Nothing is written.",
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "How you call the sender.",
        Required = true,
    };

    private static readonly Argument<string> Fingerprint = new("fingerprint")
    {
        Description = "The key's fingerprint.",
    };

    public static Command Make()
    {
        var export = new Command("export", "Write everything of an innovation that may leave into one signed archive.")
        {
            Id,
            FileName,
            Force,
            CommonOptions.Json,
        };
        export.Does(Export);
        var import = new Command(
            "import",
            "Take in an archive of an innovation. It is looked through whole before anything is written."
        )
        {
            FileName,
            Preview,
            CommonOptions.Json,
        };
        import.Does(Import);
        var key = new Command("key", "Print this installation's public key, for those who receive its archives.");
        key.DoesWithoutModules(Key);
        var trust = new Command("trust", "Know a sender by their public key.") { KeyFile, Name };
        trust.DoesWithoutModules(Trust);
        var trusted = new Command("trusted", "Show the senders that are known.");
        trusted.DoesWithoutModules(Trusted);
        var distrust = new Command("distrust", "Forget a sender's key.") { Fingerprint };
        distrust.DoesWithoutModules(Distrust);
        return new Command("innovation", "An innovation leaves, or arrives.")
        {
            export,
            import,
            key,
            trust,
            trusted,
            distrust,
        };
    }

    private static async Task<int> Export(Site site, ParseResult parsed, CancellationToken ct)
    {
        var path = Path.GetFullPath(parsed.GetValue(FileName)!);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new InvalidOperationException(
                $"There is no folder {Path.GetDirectoryName(path)}. Nothing was written. Make it first, or choose another."
            );
        if (Directory.Exists(path) || (File.Exists(path) && !parsed.GetValue(Force)))
            throw new InvalidOperationException(
                $"{path} is there already. Nothing was written. Choose another name, or say --force to write over a file."
            );
        var writer = site.Services.GetRequiredService<ArchiveWriter>();
        if (await writer.Write(parsed.GetValue(Id), path, Guid.Empty, ct) is not { } manifest)
        {
            await Console.Error.WriteLineAsync("There is no innovation of that id. Nothing was written.");
            return 1;
        }
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        file = path,
                        bytes = new FileInfo(path).Length,
                        archive = manifest.Id,
                        manifest.InnovationId,
                        manifest.Innovation,
                        manifest.Sender,
                        manifest.Key,
                        modules = manifest.Modules.Select(Part),
                        manifest.People,
                        manifest.StaysBehind,
                    },
                    Manifest.Json
                )
            );
        else
        {
            Console.WriteLine(
                $"{path} holds “{manifest.Innovation}” as it may leave, signed with the key {manifest.Key}."
            );
            Tell(manifest);
        }
        return 0;
    }

    private static async Task<int> Import(Site site, ParseResult parsed, CancellationToken ct)
    {
        var json = parsed.GetValue(CommonOptions.Json);
        try
        {
            var archive = await ArchiveReader.Read(Path.GetFullPath(parsed.GetValue(FileName)!), ct);
            var arrivals = site.Services.GetRequiredService<Arrivals>();
            if (parsed.GetValue(Preview))
                return await Foretell(site, archive, arrivals, json, ct);
            var rivals = await arrivals.Rivals(archive, ct);
            var (arrival, cameBefore) = await arrivals.TakeIn(archive, Guid.Empty, ct);
            foreach (var rival in json ? [] : rivals)
                Console.WriteLine(RivalArchive.Told(rival));
            await Tell(site, archive, arrival, rivals, cameBefore, json, ct);
            return arrival.Waiting.Count > 0 ? 2 : 0;
        }
        catch (InvalidOperationException e) when (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { refused = e.Message }, Manifest.Json));
            throw;
        }
    }

    private static async Task<int> Foretell(
        Site site,
        Archive archive,
        Arrivals arrivals,
        bool json,
        CancellationToken ct
    )
    {
        if (await arrivals.Refusal(archive, ct) is { } refusal)
            throw new InvalidOperationException(refusal + " Nothing was written.");
        var manifest = archive.Manifest;
        var rivals = await arrivals.Rivals(archive, ct);
        var missing = manifest
            .Modules.Select(part => part.Id)
            .Where(id => site.Modules.Find(id) is not { IsActive: true })
            .ToList();
        if (json)
            Console.WriteLine(
                JsonSerializer.Serialize(await Answer(site, archive, missing, rivals, ct), Manifest.Json)
            );
        else
        {
            await Say(site, manifest, ct);
            foreach (var rival in rivals)
                Console.WriteLine(RivalArchive.Told(rival));
            foreach (var id in missing)
                Console.WriteLine($"{id} is not running here. Its part would be kept until it is.");
            Console.WriteLine("It is as it was sent. Nothing was written.");
        }
        return 0;
    }

    private static async Task Tell(
        Site site,
        Archive archive,
        Arrival arrival,
        IReadOnlyList<Arrival> rivals,
        bool cameBefore,
        bool json,
        CancellationToken ct
    )
    {
        var waiting = arrival.Waiting.Select(part => part.ModuleId).ToList();
        if (json)
        {
            var answer = await Answer(site, archive, waiting, rivals, ct);
            answer["cameBefore"] = cameBefore;
            answer["waiting"] = new System.Text.Json.Nodes.JsonObject(
                arrival.Waiting.Select(part =>
                    KeyValuePair.Create(part.ModuleId, (System.Text.Json.Nodes.JsonNode?)(part.WaitsFor ?? ""))
                )
            );
            Console.WriteLine(JsonSerializer.Serialize(answer, Manifest.Json));
            return;
        }
        await Say(site, archive.Manifest, ct);
        foreach (var part in arrival.Waiting)
            Console.WriteLine($"{part.ModuleId}: {part.WaitsFor} Its part is kept, and taken in once it can be.");
        if (arrival.Waiting.Count > 0)
            Console.WriteLine(
                $"{(cameBefore ? "It came before. " : "")}It is in, all but {arrival.Waiting.Count} of its {arrival.Parts.Count} parts."
            );
        else
            Console.WriteLine(cameBefore ? "It came before, and is in." : "It is in.");
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> Answer(
        Site site,
        Archive archive,
        IReadOnlyList<string> missing,
        IReadOnlyList<Arrival> rivals,
        CancellationToken ct
    )
    {
        var manifest = archive.Manifest;
        var answer = new
        {
            archive = manifest.Id,
            manifest.InnovationId,
            manifest.Innovation,
            manifest.Sender,
            manifest.Key,
            knownAs = await new ArchiveTrust(site.HostDatabase).Knows(manifest.Key, ct),
            manifest.MadeAt,
            modules = manifest.Modules.Select(Part),
            missing,
            sameNumber = rivals.Select(one => new
            {
                arrival = one.Id,
                one.Sender,
                key = one.Fingerprint,
                one.ArrivedAt,
            }),
            manifest.People,
            manifest.StaysBehind,
        };
        return JsonSerializer.SerializeToNode(answer, Manifest.Json)!.AsObject();
    }

    private static async Task Say(Site site, Manifest manifest, CancellationToken ct)
    {
        var known = await new ArchiveTrust(site.HostDatabase).Knows(manifest.Key, ct);
        Console.WriteLine($"“{manifest.Innovation}”, sent by {manifest.Sender} on {manifest.MadeAt:d MMMM yyyy}.");
        Console.WriteLine(
            known is null
                ? $"Signed with {manifest.Key}, a key that is not known here. Compare it with the sender by telephone."
                : $"Signed with {manifest.Key}, known here as {known}."
        );
        Tell(manifest);
    }

    private static Task<int> Key(Site site, ParseResult parsed, CancellationToken ct)
    {
        var pem = ArchiveSignature.PublicKeyOf(ArchiveSignature.KeyOf(site.Options.DataFolder));
        Console.WriteLine(pem);
        // Beside the key, not in it: the first goes into a file, the second is read out on the telephone.
        Console.Error.WriteLine($"Its fingerprint is {Packages.Signature.FingerprintOf(pem)}.");
        return Task.FromResult(0);
    }

    private static async Task<int> Trust(Site site, ParseResult parsed, CancellationToken ct)
    {
        var file = parsed.GetValue(KeyFile)!;
        if (!File.Exists(file))
            throw new InvalidOperationException($"There is no file {file}.");
        var pem = await File.ReadAllTextAsync(file, ct);
        if (!pem.Contains("BEGIN PUBLIC KEY", StringComparison.Ordinal))
            throw new InvalidOperationException(
                $"{file} is no public key. The sender prints theirs with `coprod innovation key`, into a file of its own."
            );
        var sender = new KnownSender
        {
            Fingerprint = Packages.Signature.FingerprintOf(pem),
            Name = parsed.GetValue(Name)!,
            PublicKey = pem,
        };
        await new ArchiveTrust(site.HostDatabase).Add(sender, ct);
        Console.WriteLine($"Archives signed with {sender.Fingerprint} are known as those of {sender.Name}.");
        return 0;
    }

    private static async Task<int> Trusted(Site site, ParseResult parsed, CancellationToken ct)
    {
        foreach (var sender in await new ArchiveTrust(site.HostDatabase).All(ct))
            Console.WriteLine($"{sender.Fingerprint}  {sender.Name}");
        return 0;
    }

    private static async Task<int> Distrust(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await new ArchiveTrust(site.HostDatabase).Remove(parsed.GetValue(Fingerprint)!, ct) > 0)
            return 0;
        await Console.Error.WriteLineAsync("No sender is known by that key.");
        return 1;
    }

    private static object Part(ModulePart part) =>
        new
        {
            part.Id,
            part.Version,
            part.Records,
            tables = part.Tables.ToDictionary(table => table.Name, table => table.Rows),
        };

    private static void Tell(Manifest manifest)
    {
        foreach (var part in manifest.Modules)
            Console.WriteLine($"  {part.Id} {part.Version}: {part.Records:N0} rows");
        Console.WriteLine($"{manifest.People.ByName} by name, {manifest.People.ByRole.Count} by role.");
        foreach (var sentence in manifest.StaysBehind)
            Console.WriteLine($"Stays: {sentence}");
    }
}
