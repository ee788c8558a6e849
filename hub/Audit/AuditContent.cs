using System.Text;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>What a row of the audit says, as bytes: what is hashed is what is stored and what is read again.</summary>
/// <param name="Id">1, 2, 3 … without a gap.</param>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Texts">In the order of <see cref="TextColumns"/>, UTF-8; null = there is none.</param>
internal sealed record AuditContent(long Id, long At, IReadOnlyList<byte[]?> Texts)
{
    internal const string TextColumns = "actor, origin, action, subject, place, outcome, detail";
    internal const int TextCount = 7;

    internal static AuditContent Of(long id, DateTimeOffset at, AuditEntry entry) => new(
        id, at.ToUnixTimeMilliseconds(),
        [
            Bytes(entry.Actor.Name), Bytes(entry.Actor.From), Bytes(entry.Action), Bytes(entry.Subject),
            Bytes(entry.Place), Bytes(entry.Outcome), Bytes(entry.Detail),
        ]);

    /// <summary>Of a row whose columns are id, at and <see cref="TextColumns"/>.</summary>
    internal static AuditContent Read(Statement row)
    {
        var texts = new byte[]?[TextCount];
        for (var i = 0; i < TextCount; i++)
            texts[i] = row.IsNull(i + 2) ? null : row.Blob(i + 2).ToArray();
        return new AuditContent(row.Int64(0), row.Int64(1), texts);
    }

    /// <summary>Whether the columns have the types in which they were written; SQLite would take others too.</summary>
    internal static bool HasTypes(Statement row)
    {
        if (row.TypeOf(1) != ColumnType.Integer)
            return false;
        for (var i = 2; i < TextCount + 2; i++)
        {
            if (row.TypeOf(i) is not (ColumnType.Text or ColumnType.Null))
                return false;
        }
        return true;
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
