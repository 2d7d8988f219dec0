using System.Text.RegularExpressions;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>Every sentence shown goes through the catalogue, so that it can be said in Welsh: no words stand bare in a page, nor in an attribute that people read or hear.</summary>
internal static partial class ShownTexts
{
    private static readonly HashSet<string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        "alt",
        "title",
        "placeholder",
        "aria-label",
        "aria-description",
        "label",
        "text",
        "lede",
        "hint",
        "caption",
        "empty",
        "send",
        "heading",
        "legend",
        "summary",
        "filterlabel",
        "above",
    };

    public static IEnumerable<string> Check(Source page)
    {
        var reader = new PageReader(page.Text);
        reader.Markup(until: null);
        return reader
            .Words.Where(found => Letters().IsMatch(Entity().Replace(found.Text, "")) && found.Text.Trim() != "CoProd")
            .Select(found =>
                $"{page.Path}:{LineOf(page.Text, found.At)}: “{found.Text.Trim()}” does not go through T."
            );
    }

    private static int LineOf(string text, int at) => text.AsSpan(0, Math.Min(at, text.Length)).Count('\n') + 1;

    [GeneratedRegex(@"\p{L}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"&#?\w+;")]
    private static partial Regex Entity();

    [GeneratedRegex(@"\G@(code|functions)\s*\{")]
    private static partial Regex CodeBlock();

    [GeneratedRegex(
        @"\G@(using\s(?!\()|inject|typeparam|layout|inherits|implements|attribute|page|namespace|rendermode|preservewhitespace)[^\n]*"
    )]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"\G@?(if|for|foreach|while|switch|lock|using|else\s+if|catch)\s*\(|\G@?(else|do|try|finally)\b\s*(?=\{)"
    )]
    private static partial Regex Control();

    [GeneratedRegex(@"\G<(/?)([A-Za-z][\w:.-]*)")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\G\s*(/?>|[^\s=/>@]+|@[\w:.-]+)(\s*=\s*(?=[""'@\w]))?")]
    private static partial Regex Attribute();

    /// <summary>Tells words from code in a Razor page. It knows as much of Razor as our pages use, and no more.</summary>
    private sealed class PageReader(string text)
    {
        private static readonly HashSet<string> Void =
        [
            "br",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "col",
            "source",
            "wbr",
            "!DOCTYPE",
        ];

        private int at;

        public List<(int At, string Text)> Words { get; } = [];

        private bool Ended => at >= text.Length;

        private char Now => text[at];

        /// <summary>Reads markup until the tag that closes <paramref name="until"/>, or to the end.</summary>
        public void Markup(string? until)
        {
            var from = at;
            while (!Ended)
            {
                if (Now == '@')
                {
                    Say(from);
                    Transition();
                    from = at;
                }
                else if (Now == '<' && (Skip("<!--", "-->", from) || Skip("<!", ">", from)))
                    from = at;
                else if (Now == '<' && Tag().Match(text, at) is { Success: true } tag)
                {
                    Say(from);
                    if (tag.Groups[1].Length > 0)
                    {
                        at = text.IndexOf('>', at) + 1;
                        if (tag.Groups[2].Value == until)
                            return;
                    }
                    else
                        Element(tag);
                    from = at;
                }
                else
                    at++;
            }
            Say(from);
        }

        private void Element(Match tag)
        {
            at += tag.Length;
            var name = tag.Groups[2].Value;
            if (Attributes() || Void.Contains(name))
                return;
            if (name is "script" or "style")
                at = text.IndexOf($"</{name}>", at, StringComparison.Ordinal) + name.Length + 3;
            else
            {
                var before = Words.Count;
                Markup(name);
                // What is typed into a machine is the same in every language.
                if (name is "code" or "pre" or "kbd" or "samp")
                    Words.RemoveRange(before, Words.Count - before);
            }
        }

        /// <summary>True when the element closes itself.</summary>
        private bool Attributes()
        {
            while (Attribute().Match(text, at) is { Success: true } attribute)
            {
                at += attribute.Length;
                var name = attribute.Groups[1].Value;
                if (name is ">" or "/>")
                    return name == "/>";
                if (attribute.Groups[2].Success)
                    Value(Read.Contains(name));
                else if (name == "@" && Now == '(')
                    Balanced('(', ')');
            }
            throw new InvalidOperationException(
                $"The rule does not understand: {text[at..Math.Min(text.Length, at + 60)]}"
            );
        }

        private void Value(bool isRead)
        {
            var quote = Now is '"' or '\'' ? text[at++] : '\0';
            var from = at;
            while (!Ended && !(quote == '\0' ? char.IsWhiteSpace(Now) || Now == '>' : Now == quote))
            {
                if (Now == '@')
                {
                    if (isRead)
                        Say(from);
                    Transition();
                    from = at;
                }
                else
                    at++;
            }
            if (isRead)
                Say(from);
            if (quote != '\0')
                at++;
        }

        /// <summary>Passes over whatever an @ begins.</summary>
        private void Transition()
        {
            if (Starts("@@"))
                at += 2;
            else if (Starts("@*"))
                at = text.IndexOf("*@", at, StringComparison.Ordinal) + 2;
            else if (CodeBlock().Match(text, at) is { Success: true } code)
            {
                at += code.Length - 1;
                Balanced('{', '}');
            }
            else if (Starts("@{"))
            {
                at++;
                Body();
            }
            else if (Starts("@("))
            {
                at++;
                Balanced('(', ')');
            }
            else if (Control().Match(text, at) is { Success: true })
                Statement();
            else if (Directive().Match(text, at) is { Success: true } directive)
                at += directive.Length;
            else
                Expression();
        }

        /// <summary>A control structure with its body, and the branches that follow it.</summary>
        private void Statement()
        {
            while (Control().Match(text, at) is { Success: true } control)
            {
                at += control.Length;
                if (control.Value[^1] == '(')
                {
                    at--;
                    Balanced('(', ')');
                }
                Space();
                if (!Ended && Now == '{')
                    Body();
                var after = at;
                Space();
                if (!Continues())
                {
                    at = after;
                    return;
                }
            }
        }

        private bool Continues() =>
            Control().Match(text, at) is { Success: true } next
            && next.Value.TrimStart() is var word
            && (
                word.StartsWith("else", StringComparison.Ordinal)
                || word.StartsWith("catch", StringComparison.Ordinal)
                || word.StartsWith("finally", StringComparison.Ordinal)
            );

        /// <summary>The inside of braces: statements, and markup wherever one begins with a tag.</summary>
        private void Body()
        {
            at++;
            while (!Ended)
            {
                Space();
                if (Ended)
                    return;
                if (Now == '}')
                {
                    at++;
                    return;
                }
                if (Now == '{')
                    Body();
                else if (Now == '@' && !Starts("@:"))
                    Transition();
                else if (Starts("@:"))
                    Line();
                else if (Now == '<' && Tag().Match(text, at) is { Success: true } tag)
                    Element(tag);
                else if (Control().Match(text, at) is { Success: true })
                    Statement();
                else
                    Code();
            }
        }

        private void Line()
        {
            at += 2;
            var end = text.IndexOf('\n', at);
            Words.Add((at, text[at..(end < 0 ? text.Length : end)]));
            at = end < 0 ? text.Length : end;
        }

        // A C# statement, or the label of a case.
        private void Code()
        {
            while (!Ended && Now is not (';' or '{' or '}'))
            {
                if (Now == ':' && char.IsWhiteSpace(text[at + 1]))
                    break;
                if (Now == '(')
                    Balanced('(', ')');
                else if (!Quoted())
                    at++;
            }
            if (!Ended && Now is ';' or ':')
                at++;
        }

        private void Expression()
        {
            at++;
            if (Starts("await "))
                at += 6;
            while (!Ended)
            {
                if (char.IsLetterOrDigit(Now) || Now == '_')
                    at++;
                else if (Now == '[')
                    Balanced('[', ']');
                else if (Now == '(')
                    Balanced('(', ')');
                else if (Now == '<' && Generic().Match(text, at) is { Success: true } generic)
                    at += generic.Length;
                else if (Member().Match(text, at) is { Success: true } member)
                    at += member.Length;
                else
                    return;
            }
        }

        private void Balanced(char open, char close)
        {
            var depth = 0;
            while (!Ended)
            {
                if (Quoted())
                    continue;
                if (Now == open)
                    depth++;
                else if (Now == close && --depth == 0)
                {
                    at++;
                    return;
                }
                at++;
            }
        }

        /// <summary>Passes over a string, a character or a comment of C#; false when there is none.</summary>
        private bool Quoted()
        {
            if (Literal().Match(text, at) is not { Success: true } literal)
                return false;
            at += literal.Length;
            return true;
        }

        private void Space()
        {
            while (!Ended && char.IsWhiteSpace(Now))
                at++;
        }

        private bool Skip(string begin, string end, int from)
        {
            if (!Starts(begin))
                return false;
            Say(from);
            at = text.IndexOf(end, at, StringComparison.Ordinal) + end.Length;
            return true;
        }

        private bool Starts(string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

        private void Say(int from)
        {
            if (from < at)
                Words.Add((from, text[from..at]));
        }
    }

    [GeneratedRegex(
        @"\G\$*""""""[\s\S]*?""""""|\G(\$@|@\$|@)""(?:[^""]|"""")*""|\G\$?""(?:[^""\\\n]|\\.)*""|\G'(?:[^'\\\n]|\\.)+'|\G//[^\n]*|\G/\*[\s\S]*?\*/"
    )]
    private static partial Regex Literal();

    [GeneratedRegex(@"\G<[\w.?<>, ]+>(?=\()")]
    private static partial Regex Generic();

    [GeneratedRegex(@"\G(\?\.|!?\.|\?(?=\[)|!)(?=[\w\[])")]
    private static partial Regex Member();
}
