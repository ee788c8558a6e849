using System.Globalization;
using System.Net;
using System.Text;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode.Report;

/// <summary>One picture of the page: what it shows, what it should say, and what each decoder made of it.</summary>
internal static class PictureCard
{
    private const int LongestText = 80;

    /// <param name="results">What each decoder made of the set; ours is the first.</param>
    /// <param name="index">Which picture of the set.</param>
    /// <param name="thumbnail">The thumbnail's file beside the page.</param>
    internal static string Html(IReadOnlyList<SetResult> results, int index, string thumbnail)
    {
        var (set, picture) = (results[0], results[0].Pictures[index]);
        var name = Escaped($"{set.Set}/{picture.Specimen.Name}");
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"""
            <figure>
            <a href="{thumbnail}"><img src="{thumbnail}" alt="{name} at {set.Rotation} degrees" loading="lazy"></a>
            <figcaption><strong>{name}</strong> at {set.Rotation}°
            <dl>
            <dt>expected</dt><dd>{Expected(picture.Specimen)}</dd>

            """);
        foreach (var result in results)
        {
            var outcome = Outcome(result.Pictures[index]);
            card.Append(CultureInfo.InvariantCulture, $"<dt>{result.Decoder}</dt><dd>{outcome}</dd>\n");
        }
        return card.Append("</dl></figcaption></figure>\n").ToString();
    }

    /// <summary>Where our reader came to an end.</summary>
    internal static string Words(ReadStage stage) => stage switch
    {
        ReadStage.NoFinders => "no finder patterns that belong together",
        ReadStage.NoGrid => "finder patterns, but no grid between them",
        ReadStage.NoFormat => "a grid, but its format information is illegible",
        ReadStage.TooManyErrors => "more errors than can be corrected",
        ReadStage.NoContent => "corrected data without a sensible content",
        _ => stage.ToString(),
    };

    /// <summary>Escaped for the page; control characters become the signs that stand for them.</summary>
    internal static string Escaped(string text) => WebUtility.HtmlEncode(string.Concat(
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Select(c => c switch
        {
            '\n' or '\t' => c,
            < ' ' => (char)('\u2400' + c),
            '\u007F' => '\u2421',
            _ => c,
        })));

    private static string Expected(Specimen specimen) => specimen switch
    {
        { Expected: null } => "no code",
        { IsText: false } => Said("bytes " + Convert.ToHexString(specimen.Expected)),
        _ => Said(Encoding.UTF8.GetString(specimen.Expected)),
    };

    private static string Outcome(PictureResult picture)
    {
        var texts = string.Join("<br>", picture.Reading.Codes.GroupBy(code => code.Text).Select(Counted));
        return picture.Verdict switch
        {
            Verdict.Wrong => $"<span class=\"wrong\">wrong:</span> {texts}",
            Verdict.Disputed => $"<span class=\"disputed\">disputed:</span> {texts}",
            Verdict.NotRead => picture.Reading.Stage is { } stage ? $"not read: {Words(stage)}" : "not read",
            _ => texts.Length > 0 ? $"right: {texts}" : "right: nothing read",
        };
    }

    private static string Counted(IGrouping<string, ReadCode> same) => same.Count() == 1
        ? Said(same.Key)
        : string.Create(CultureInfo.InvariantCulture, $"{same.Count()} × {Said(same.Key)}");

    private static string Said(string text)
    {
        var cut = char.IsHighSurrogate(text.ElementAtOrDefault(LongestText - 1)) ? LongestText - 1 : LongestText;
        return Escaped(text.Length > LongestText ? text[..cut] + "…" : text);
    }
}
