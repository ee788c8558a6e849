using System.Globalization;
using System.Text.Json;

namespace CheckIn.Bench;

/// <summary>Rows of figures: one JSON object a line for machines, aligned columns for people.</summary>
internal sealed class Table(bool json)
{
    private readonly List<(string Name, object? Value)[]> _rows = [];

    internal IReadOnlyList<(string Name, object? Value)[]> Rows => _rows;

    /// <summary>Adds a row; a cell without a value is left out of the JSON and shown as a dash.</summary>
    internal void Add(params (string Name, object? Value)[] row)
    {
        _rows.Add(row);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                row.Where(cell => cell.Value is not null).ToDictionary(cell => cell.Name, cell => cell.Value)));
        }
    }

    internal void Print()
    {
        if (json)
            return;
        foreach (var group in _rows.GroupBy(row => string.Join(',', row.Select(cell => cell.Name))))
        {
            var lines = group.Select(row => row.Select(cell => Text(cell.Value)).ToArray())
                .Prepend(group.First().Select(cell => cell.Name).ToArray()).ToArray();
            var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(line => line[i].Length)).ToArray();
            foreach (var line in lines)
                Console.WriteLine(string.Join("  ", line.Select((text, i) => text.PadLeft(widths[i]))));
            Console.WriteLine();
        }
    }

    /// <summary>A remark below the columns, for people alone.</summary>
    internal void Note(string text)
    {
        if (!json)
            Console.WriteLine(text);
    }

    /// <summary>A cell as people see it.</summary>
    internal static string Text(object? value) => value switch
    {
        null => "-",
        double number => number.ToString("0.###", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
