#!/usr/bin/env dotnet
// Collects every sentence written as T["…"] into each project's Texts.resx, the template that translators start from.
//   dotnet run build/texts.cs            writes the files
//   dotnet run build/texts.cs -- --check fails when one is out of date
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var root = Root(Directory.GetCurrentDirectory());
var check = args.Contains("--check");
var stale = 0;
foreach (var project in Projects(root))
{
    var folder = Path.GetDirectoryName(project)!;
    var sentences = Sources(folder)
        .SelectMany(file => Sentences(File.ReadAllText(file)))
        .Distinct()
        .Order(StringComparer.Ordinal)
        .ToList();
    var path = Path.Combine(folder, "Texts.resx");
    if (sentences.Count == 0)
        continue;
    foreach (var clash in sentences.GroupBy(NameOf, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
    {
        Console.Error.WriteLine(
            $"These differ in small and capital letters only; write them alike: {string.Join(" | ", clash)}"
        );
        stale++;
    }
    var text = Write(sentences);
    if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text)
        continue;
    stale++;
    if (!check)
        File.WriteAllText(path, text);
    Console.WriteLine(
        $"{Path.GetRelativePath(root, path)}: {sentences.Count} sentences{(check ? ", out of date" : "")}"
    );
}
if (check && stale > 0)
    Console.Error.WriteLine("Run `dotnet run build/texts.cs` and commit what it writes.");
return check && stale > 0 ? 1 : 0;

static IEnumerable<string> Projects(string root) =>
    new[] { "host", "contracts", "modules" }
        .SelectMany(part => Directory.EnumerateFiles(Path.Combine(root, part), "*.csproj", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal);

static IEnumerable<string> Sources(string folder) =>
    Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file =>
            file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
        )
        .Where(file =>
            !Path.GetRelativePath(folder, file)
                .Split(Path.DirectorySeparatorChar)
                .Any(part => part is "obj" or "bin" or "node_modules")
        );

static IEnumerable<string> Sentences(string source) =>
    Regex
        .Matches(source, """\bT\[\s*"((?:[^"\\]|\\.)*)"\s*[,\]]""")
        .Select(match => Regex.Unescape(match.Groups[1].Value));

static string Write(IReadOnlyList<string> sentences)
{
    var document = new XElement(
        "root",
        Header("resmimetype", "text/microsoft-resx"),
        Header("version", "2.0"),
        Header("reader", "System.Resources.ResXResourceReader, System.Windows.Forms"),
        Header("writer", "System.Resources.ResXResourceWriter, System.Windows.Forms"),
        sentences.Select(sentence => new XElement(
            "data",
            new XAttribute("name", NameOf(sentence)),
            new XAttribute(XNamespace.Xml + "space", "preserve"),
            new XElement("value", sentence)
        ))
    );
    return new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
        .Append(document.ToString().ReplaceLineEndings("\n"))
        .Append('\n')
        .ToString();
}

// As in Catalogue of the contracts: names in a resource file do not know small letters from capitals.
static string NameOf(string sentence) => char.IsLower(sentence, 0) ? "~" + sentence : sentence;

static XElement Header(string name, string value) =>
    new("resheader", new XAttribute("name", name), new XElement("value", value));

static string Root(string folder) =>
    File.Exists(Path.Combine(folder, "CoProd.Modular.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this inside the repository."));
