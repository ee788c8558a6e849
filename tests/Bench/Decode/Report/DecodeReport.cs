using System.Globalization;
using System.Net;
using System.Text;
using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode.Report;

/// <summary>
/// The pictures that our reader did not read rightly, as one page to look through: what each shows, how far the reader
/// came, what it should say and what the peers made of it, below the table of figures. One HTML file and a thumbnail a
/// picture; nothing is fetched from elsewhere.
/// </summary>
internal sealed class DecodeReport
{
    private const int ThumbnailSide = 480, LongestText = 80;
    private readonly DirectoryInfo _directory;
    private readonly StringBuilder _pictures = new();
    private int _count;

    /// <summary>Begins a report in a directory, which is made if it is not there.</summary>
    internal DecodeReport(DirectoryInfo directory)
    {
        _directory = directory;
        _directory.Create();
    }

    /// <summary>Adds what is not right in a set; the first result is ours, the others are the peers'.</summary>
    internal void Add(IReadOnlyList<SetResult> results)
    {
        for (var i = 0; i < results[0].Pictures.Count; i++)
        {
            if (results[0].Pictures[i].Verdict != Verdict.Right)
                AddPicture(results, i);
        }
    }

    internal void Write(IReadOnlyList<(string Name, object? Value)[]> rows)
    {
        using var style = new StreamReader(typeof(DecodeReport).Assembly.GetManifestResourceStream("report.css")!);
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Pictures not read</title>
            <style>
            {style.ReadToEnd()}
            </style>
            </head>
            <body>
            <h1>Pictures not read</h1>
            <p>Times are the shortest of three calls, in milliseconds; a ratio is our median over the peer's, over the
            pictures with a code where a set has any.</p>
            <div class="scroll">
            {SummaryTable(rows)}</div>
            <h2>{_count.ToString(CultureInfo.InvariantCulture)} not right</h2>
            <div class="pictures">
            {_pictures}</div>
            </body>
            </html>

            """;
        File.WriteAllText(Path.Combine(_directory.FullName, "index.html"), page);
    }

    private static string SummaryTable(IReadOnlyList<(string Name, object? Value)[]> rows)
    {
        var names = rows.SelectMany(row => row.Select(cell => cell.Name)).Distinct().ToArray();
        var table = new StringBuilder("<table>\n<thead><tr>");
        foreach (var name in names)
            table.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{name.Replace('_', ' ')}</th>");
        table.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            table.Append("<tr>");
            foreach (var name in names)
            {
                var value = Table.Text(row.FirstOrDefault(cell => cell.Name == name).Value);
                table.Append("<td>").Append(Html(value)).Append("</td>");
            }
            table.Append("</tr>\n");
        }
        return table.Append("</tbody>\n</table>\n").ToString();
    }

    private void AddPicture(IReadOnlyList<SetResult> results, int index)
    {
        var (set, picture) = (results[0], results[0].Pictures[index]);
        var thumbnail = string.Create(CultureInfo.InvariantCulture, $"{++_count:0000}.png");
        PngWriter.Save(Thumbnail(picture.Specimen.Load()), Path.Combine(_directory.FullName, thumbnail));
        var name = Html($"{set.Set}/{picture.Specimen.Name}");
        _pictures.Append(CultureInfo.InvariantCulture, $"""
            <figure><img src="{thumbnail}" alt="{name} at {set.Rotation} degrees" loading="lazy">
            <figcaption><strong>{name}</strong> at {set.Rotation}°
            <dl>
            <dt>{set.Decoder}</dt><dd>{Outcome(picture)}</dd>

            """);
        if (picture.Specimen.Expected is { } expected)
            _pictures.Append("<dt>expected</dt><dd>").Append(Said(Encoding.UTF8.GetString(expected))).Append("</dd>\n");
        foreach (var peer in results.Skip(1))
        {
            _pictures.Append(
                CultureInfo.InvariantCulture, $"<dt>{peer.Decoder}</dt><dd>{Outcome(peer.Pictures[index])}</dd>\n");
        }
        _pictures.Append("</dl></figcaption></figure>\n");
    }

    private static string Outcome(PictureResult picture)
    {
        var texts = string.Join("<br>", picture.Reading.Codes.Select(code => Said(code.Text)));
        return picture.Verdict switch
        {
            Verdict.Wrong => $"<span class=\"wrong\">wrong</span>: {texts}",
            Verdict.NotRead => picture.Reading.Stage is { } stage ? $"not read: {Words(stage)}" : "not read",
            _ => texts.Length > 0 ? $"right: {texts}" : "right: nothing read",
        };
    }

    private static string Words(ReadStage stage) => stage switch
    {
        ReadStage.NoFinders => "no finder patterns that belong together",
        ReadStage.NoGrid => "finder patterns, but no grid between them",
        ReadStage.NoFormat => "a grid, but its format information is illegible",
        ReadStage.TooManyErrors => "format information, but more errors than can be corrected",
        ReadStage.NoContent => "corrected data without a sensible content",
        _ => stage.ToString(),
    };

    private static string Said(string text)
    {
        var cut = char.IsHighSurrogate(text.ElementAtOrDefault(LongestText - 1)) ? LongestText - 1 : LongestText;
        return Html(text.Length > LongestText ? text[..cut] + "…" : text);
    }

    /// <summary>Escaped; control characters become the signs that stand for them.</summary>
    private static string Html(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(c => c switch
    {
        '\n' or '\t' => c,
        < ' ' => (char)('\u2400' + c),
        '\u007F' => '\u2421',
        _ => c,
    })));

    /// <summary>Smaller, each pixel the mean of those it stands for.</summary>
    private static GreyPicture Thumbnail(LuminancePicture picture)
    {
        var shrink = Math.Max(1, (Math.Max(picture.Width, picture.Height) + ThumbnailSide - 1) / ThumbnailSide);
        var small = GreyPicture.Of(Math.Max(1, picture.Width / shrink), Math.Max(1, picture.Height / shrink), 0);
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
                small[x, y] = Mean(picture, x * shrink, y * shrink, shrink);
        }
        return small;
    }

    private static byte Mean(LuminancePicture picture, int left, int top, int side)
    {
        var (right, bottom) = (Math.Min(picture.Width, left + side), Math.Min(picture.Height, top + side));
        var sum = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                sum += picture.Pixels[(y * picture.Width) + x];
        }
        return (byte)(sum / ((right - left) * (bottom - top)));
    }
}
