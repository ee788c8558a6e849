using System.Globalization;
using System.Text;
using CheckIn.Fixtures;

namespace CheckIn.Bench.Decode.Report;

/// <summary>
/// The pictures that our reader did not read rightly, as one page to look through: the totals, then what is wrong, what
/// was not read (by the stage at which the reader gave up) and what is disputed, each picture with what it should say
/// and what the peers made of it; all figures at the end. One HTML file and a thumbnail a picture; nothing is fetched
/// from elsewhere.
/// </summary>
internal sealed class DecodeReport
{
    private static readonly string[] Totals =
        ["decoder", "rotation", "images", "right", "wrong", "disputed", "median_ms"];

    private readonly DirectoryInfo _directory;
    private readonly List<(PictureResult Picture, string Card)> _cards = [];

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
            var picture = results[0].Pictures[i];
            if (picture.Verdict == Verdict.Right)
                continue;
            var file = string.Create(CultureInfo.InvariantCulture, $"{_cards.Count + 1:0000}.png");
            PngWriter.Save(Thumbnail.Of(picture.Specimen.Load()), Path.Combine(_directory.FullName, file));
            _cards.Add((picture, PictureCard.Html(results, i, file)));
        }
    }

    internal void Write(IReadOnlyList<(string Name, object? Value)[]> rows)
    {
        using var style = new StreamReader(typeof(DecodeReport).Assembly.GetManifestResourceStream("report.css")!);
        var totals = rows.Where(row => row.Any(cell => cell is ("set", "total"))).ToArray();
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Pictures not read rightly</title>
            <style>
            {style.ReadToEnd()}
            </style>
            </head>
            <body>
            <h1>Pictures not read rightly</h1>
            <div class="scroll">
            {FiguresTable(totals, Totals)}</div>
            {Section("Wrong", "Other text than expected was read, or text where there is no code.", Verdict.Wrong)}
            {Section("Not read", Stages(), Verdict.NotRead)}
            {Section("Disputed", PictureCard.Escaped(Disputes.Rule), Verdict.Disputed)}
            <h2>All figures</h2>
            <p>Times are those spent on a core, the shortest of three measurements, in milliseconds; a ratio is our
            median over the peer's, over the pictures with a code where a set has any.</p>
            <div class="scroll">
            {FiguresTable(rows, [.. rows.SelectMany(row => row.Select(cell => cell.Name)).Distinct()])}</div>
            </body>
            </html>

            """;
        File.WriteAllText(Path.Combine(_directory.FullName, "index.html"), page);
    }

    /// <summary>All pictures of one verdict; one that nobody gave has no section.</summary>
    private string Section(string heading, string remark, Verdict verdict)
    {
        var cards = _cards.Where(card => card.Picture.Verdict == verdict).Select(card => card.Card).ToArray();
        if (cards.Length == 0)
            return $"<h2>{heading}: none</h2>";
        var count = cards.Length.ToString(CultureInfo.InvariantCulture);
        return $"""
            <h2>{heading}: {count}</h2>
            <p>{remark}</p>
            <div class="pictures">
            {string.Concat(cards)}</div>
            """;
    }

    /// <summary>How many came how far: where the next improvement pays.</summary>
    private string Stages()
    {
        var stages = _cards.Where(card => card.Picture.Verdict == Verdict.NotRead)
            .GroupBy(card => card.Picture.Reading.Stage!.Value)
            .OrderByDescending(stage => stage.Count())
            .Select(stage => string.Create(
                CultureInfo.InvariantCulture, $"<li>{stage.Count()}: {PictureCard.Words(stage.Key)}</li>"));
        return $"How far our reader came:</p><ul>{string.Concat(stages)}</ul><p>";
    }

    private static string FiguresTable(IReadOnlyList<(string Name, object? Value)[]> rows, IReadOnlyList<string> names)
    {
        var table = new StringBuilder("<table>\n<thead><tr>");
        foreach (var name in names)
        {
            var isWord = rows.Any(row => row.Any(cell => cell.Name == name && cell.Value is string));
            var kind = isWord ? " class=\"word\"" : "";
            table.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{kind}>{name.Replace('_', ' ')}</th>");
        }
        table.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            table.Append("<tr>");
            foreach (var name in names)
            {
                var value = row.FirstOrDefault(cell => cell.Name == name).Value;
                var cell = value is null ? "" : PictureCard.Escaped(Table.Text(value));
                table.Append(value is string ? "<td class=\"word\">" : "<td>").Append(cell).Append("</td>");
            }
            table.Append("</tr>\n");
        }
        return table.Append("</tbody>\n</table>\n").ToString();
    }
}
