using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace CoProd.Contracts;

/// <summary>The texts of one assembly. The English sentence is the key; a translation stands in <c>Texts.xx.resx</c>.</summary>
/// <remarks>A sentence that has no entry is shown as it is written, so a page never shows a key instead of words.</remarks>
public sealed class Catalogue(Assembly assembly)
{
    private readonly ResourceManager resources = new(assembly.GetName().Name + ".Texts", assembly);
    private readonly ConcurrentDictionary<(string Culture, string Sentence), string> found = new();

    /// <summary>The sentence in the language of the person who reads, its {0}, {1}… filled in.</summary>
    /// <param name="sentence">The English sentence, for example <c>"Funding ends on {0}."</c>.</param>
    /// <param name="values">What fills the numbered places, formatted for the reader's culture.</param>
    public string this[string sentence, params object?[] values]
    {
        get
        {
            var text = found.GetOrAdd((CultureInfo.CurrentUICulture.Name, sentence), key => Find(key.Sentence));
            return values.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, values);
        }
    }

    // Names in a resource file do not know small letters from capitals, and "how much" (within a sentence) is not "How much" (a heading):
    // one that begins small is marked. build/texts.cs writes the names by the same rule.
    private static string NameOf(string sentence) => char.IsLower(sentence, 0) ? "~" + sentence : sentence;

    private string Find(string sentence)
    {
        try
        {
            return resources.GetString(NameOf(sentence), CultureInfo.CurrentUICulture) ?? sentence;
        }
        catch (MissingManifestResourceException)
        {
            // A module without a resource file speaks the language it is written in.
            return sentence;
        }
    }
}
