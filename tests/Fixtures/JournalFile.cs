using System.Text.Json;
using CheckIn.Storage;
using Microsoft.Data.Sqlite;

namespace CheckIn.Fixtures;

/// <summary>An event as a gate's journal has it.</summary>
public sealed record JournalRow(long Seq, string Kind, string? Outcome, long MonotonicNs, string Fact);

/// <summary>A gate's journal, read by another program than the gate: Microsoft.Data.Sqlite, for reading only.</summary>
public sealed record JournalFile(string Epoch, IReadOnlyList<JournalRow> Rows)
{
    public static JournalFile Read(string path)
    {
        SqliteLibrary.Load();
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var epoch = connection.CreateCommand();
        epoch.CommandText = "SELECT value FROM meta WHERE name = 'epoch'";
        var rows = new List<JournalRow>();
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT seq, fact FROM event ORDER BY seq";
        using var reader = select.ExecuteReader();
        while (reader.Read())
        {
            var fact = (byte[])reader[1];
            using var json = JsonDocument.Parse(fact);
            var body = json.RootElement.GetProperty("body");
            rows.Add(new JournalRow(
                reader.GetInt64(0), json.RootElement.GetProperty("kind").GetString()!,
                body.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null,
                json.RootElement.GetProperty("mono_ns").GetInt64(), System.Text.Encoding.UTF8.GetString(fact)));
        }
        return new((string)epoch.ExecuteScalar()!, rows);
    }
}
