using System.Globalization;
using System.Net;
using System.Text;
using CoProd.Contracts;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Gripp2;

/// <summary>The draft as a page of its own, which word processors open to write on. Its links lead back to the records.</summary>
internal static class Gripp2File
{
    public static byte[] Write(DraftGripp2.View view, Func<string, string> address)
    {
        var page = new StringBuilder();
        var title = T["{0}: draft on public involvement (GRIPP2 short form)", view.Innovation];
        page.Append(
                CultureInfo.InvariantCulture,
                $"<!DOCTYPE html>\n<html lang=\"{CultureInfo.CurrentUICulture.Name}\">\n"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"<head><meta charset=\"utf-8\"><title>{Of(title)}</title></head>\n<body>\n"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"<h1>{Of(title)}</h1>\n<p>{Of(DraftGripp2Page.AsOf(view.Today))}</p>\n"
            );
        foreach (var section in view.Sections)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<h2>{Of(section.Title)}</h2>\n<p><em>{Of(section.About)}</em></p>\n"
            );
            if (section.Lines.Count == 0)
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<p>{Of(T["Nothing is recorded for this part yet."])}</p>\n"
                );
            foreach (var line in section.Lines)
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<p>{Of(line.Words)} ({Of(T["Evidence:"])} <a href=\"{Of(address(line.Path))}\">{Of(line.Record)}</a>)</p>\n"
                );
        }
        page.Append(CultureInfo.InvariantCulture, $"<p>{Of(DraftGripp2Page.Source)}</p>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static string Of(string text) => WebUtility.HtmlEncode(text);
}
