using System.Buffers.Binary;
using System.Security.Cryptography;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Web;

/// <summary>
/// Places in the order of all events, for whoever sees a part of them: the numbers themselves would tell how many
/// others were stored in between. Each is one block, enciphered with a key of the database, and so the same for as
/// long as that is.
/// </summary>
internal sealed class EventCursors(EventStore store) : IDisposable
{
    private const int Block = 16;
    private readonly Lock _lock = new();
    private Aes? _cipher;

    internal string Hide(long cursor)
    {
        Span<byte> block = stackalloc byte[Block];
        block.Clear();
        BinaryPrimitives.WriteInt64BigEndian(block, cursor);
        Span<byte> hidden = stackalloc byte[Block];
        lock (_lock)
            Cipher.EncryptEcb(block, hidden, PaddingMode.None);
        return Convert.ToHexStringLower(hidden);
    }

    /// <summary>Null = it is none of ours.</summary>
    internal long? Find(string text)
    {
        Span<byte> hidden = stackalloc byte[Block], block = stackalloc byte[Block];
        if (text.Length != Block * 2
            || Convert.FromHexString(text, hidden, out _, out _) != System.Buffers.OperationStatus.Done)
            return null;
        lock (_lock)
            Cipher.DecryptEcb(hidden, block, PaddingMode.None);
        return BinaryPrimitives.ReadInt64BigEndian(block) is var cursor and >= 0
            && !block[sizeof(long)..].ContainsAnyExcept((byte)0) ? cursor : null;
    }

    public void Dispose() => _cipher?.Dispose();

    private Aes Cipher
    {
        get
        {
            if (_cipher is not null)
                return _cipher;
            var key = store.Read(static db =>
            {
                using var row = db.Prepare("SELECT key FROM cursor_key");
                row.Step();
                return row.Blob(0).ToArray();
            });
            var cipher = Aes.Create();
            cipher.Key = key;
            return _cipher = cipher;
        }
    }
}

/// <summary>The key that cursors are hidden with; made with the table, and nobody's but this database's.</summary>
internal static class CursorSchema
{
    internal const string Tables = """
        CREATE TABLE cursor_key (key BLOB NOT NULL);
        INSERT INTO cursor_key(key) VALUES(randomblob(16));

        """;
}
