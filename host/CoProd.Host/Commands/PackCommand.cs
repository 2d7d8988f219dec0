using System.CommandLine;
using CoProd.Host.Packages;

namespace CoProd.Host.Commands;

/// <summary><c>coprod module pack FOLDER</c>: a built module becomes a package, by the rules that installing asks again. The build of modules (<c>-t:PackModule</c>) runs this very verb.</summary>
internal static class PackCommand
{
    private static readonly Argument<string> Folder = new("folder")
    {
        Description = "The folder a module was built into.",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where to put the package.",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string?> Author = new("--author") { Description = "Who made it." };

    public static Command Make()
    {
        var pack = new Command("pack", "Make a package of a built module.") { Folder, Out, Author };
        pack.SetAction(parsed =>
            CommonOptions.Told(() =>
                Console.WriteLine(
                    ModulePackage.Pack(
                        Path.GetFullPath(parsed.GetValue(Folder)!),
                        parsed.GetValue(Out)!,
                        parsed.GetValue(Author)
                    )
                )
            )
        );
        return pack;
    }
}
