using System.CommandLine;
using CoProd.Host.Modules;
using CoProd.Host.Packages;

namespace CoProd.Host.Commands;

/// <summary><c>coprod keys new NAME</c> and <c>coprod sign PACKAGE --key FILE</c>: what publishers of modules do.</summary>
internal static class SignCommands
{
    private static readonly Argument<string> Name = new("name")
    {
        Description = "What the two files are called before their endings.",
    };

    private static readonly Argument<string> Package = new("package") { Description = "The package to sign." };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "The file with the private key.",
        Required = true,
    };

    public static Command Keys()
    {
        var make = new Command("new", "Make a pair of keys to sign modules with.") { Name };
        make.SetAction(parsed => CommonOptions.Told(() => New(parsed.GetValue(Name)!)));
        return new Command("keys", "Keys of publishers.") { make };
    }

    public static Command Sign()
    {
        var sign = new Command("sign", "Vouch for a package.") { Package, Key };
        sign.SetAction(parsed =>
            CommonOptions.Told(() =>
            {
                Signature.Sign(parsed.GetValue(Package)!, File.ReadAllText(parsed.GetValue(Key)!));
                Console.WriteLine($"{parsed.GetValue(Package)} is signed.");
            })
        );
        return sign;
    }

    private static void New(string name)
    {
        var (secret, open) = (name + ".private.pem", name + ".public.pem");
        if (File.Exists(secret) || File.Exists(open))
            throw new ModuleRefusedException(
                $"{secret} or {open} is there already, and a key is never written over. Choose another name."
            );
        var keys = Signature.NewKeys();
        var forOwner = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            forOwner.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(secret, forOwner))
            file.Write(keys.Private);
        File.WriteAllText(open, keys.Public);
        Console.WriteLine($"Keep {secret} to yourself: whoever has it signs in your name. Give {open} away.");
        Console.WriteLine($"Its fingerprint is {Signature.FingerprintOf(keys.Public)}.");
    }
}
