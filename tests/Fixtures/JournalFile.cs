using System.Text.Json;
using CheckIn.Storage;
using Microsoft.Data.Sqlite;

namespace CheckIn.Fixtures;

/// <summary>An event as a gate's journal has it.</summary>
public sealed record JournalRow(string Epoch, long Seq, string Kind, string? Outcome, long MonotonicNs, string Fact);

/// <summary>
/// A gate's journal, read by another program than the gate: Microsoft.Data.Sqlite, for reading only.
/// </summary>
/// <param name="Epoch">The epoch in use.</param>
/// <param name="Rows">The rows of all epochs, in the order in which they were written.</param>
public sealed record JournalFile(string Epoch, IReadOnlyList<JournalRow> Rows)
{
    public static JournalFile Read(string path)
    {
        SqliteLibrary.Load();
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var epochs = connection.CreateCommand();
        epochs.CommandText = "SELECT name FROM epoch ORDER BY id DESC LIMIT 1";
        using var select = connection.CreateCommand();
        select.CommandText = "SELECT seq, fact, name FROM event JOIN epoch ON epoch.id = event.epoch ORDER BY event.id";
        var rows = new List<JournalRow>();
        using var reader = select.ExecuteReader();
        while (reader.Read())
        {
            var fact = (byte[])reader[1];
            using var json = JsonDocument.Parse(fact);
            var body = json.RootElement.GetProperty("body");
            rows.Add(new JournalRow(
                reader.GetString(2), reader.GetInt64(0), json.RootElement.GetProperty("kind").GetString()!,
                body.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null,
                json.RootElement.GetProperty("mono_ns").GetInt64(), System.Text.Encoding.UTF8.GetString(fact)));
        }
        return new((string)epochs.ExecuteScalar()!, rows);
    }
}
