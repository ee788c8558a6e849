using System.Buffers.Binary;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>
/// A row's record, taken apart without SQLite (its file format, section 2.1): a header of serial types, then the
/// values. Nothing in it is believed: what does not fit into the bytes is no record.
/// </summary>
internal readonly ref struct SqliteRecord
{
    private const int MostColumns = 16;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Columns _columns;

    private SqliteRecord(ReadOnlySpan<byte> bytes, Columns columns, int count)
    {
        _bytes = bytes;
        _columns = columns;
        Count = count;
    }

    /// <summary>Number of columns; 0 = the bytes are no record.</summary>
    internal int Count { get; }

    internal static SqliteRecord Parse(ReadOnlySpan<byte> bytes)
    {
        if (!TryVarint(bytes, out var headerLength, out var at) || headerLength < at || headerLength > bytes.Length)
            return default;
        var columns = default(Columns);
        var (count, start) = (0, headerLength);
        while (at < headerLength)
        {
            if (count == MostColumns || !TryVarint(bytes[at..(int)headerLength], out var type, out var length))
                return default;
            at += length;
            var size = SizeOf(type);
            if (size < 0 || size > bytes.Length - start)
                return default;
            columns[count++] = new Column(type, (int)start, (int)size);
            start += size;
        }
        return new SqliteRecord(bytes, columns, count);
    }

    internal bool IsNull(int column) => _columns[column].Type == 0;

    internal bool IsInteger(int column) => _columns[column].Type is >= 1 and <= 6 or 8 or 9;

    internal bool IsBlob(int column) => _columns[column].Type >= 12 && _columns[column].Type % 2 == 0;

    internal bool IsText(int column) => _columns[column].Type >= 13 && _columns[column].Type % 2 == 1;

    internal ReadOnlySpan<byte> Bytes(int column) => _bytes.Slice(_columns[column].Start, _columns[column].Size);

    internal string Text(int column) => System.Text.Encoding.UTF8.GetString(Bytes(column));

    internal long Integer(int column)
    {
        if (_columns[column].Type is 8 or 9)
            return _columns[column].Type - 8;
        var bytes = Bytes(column);
        var value = (long)(sbyte)bytes[0];
        foreach (var part in bytes[1..])
            value = (value << 8) | part;
        return value;
    }

    /// <summary>A number of one to nine bytes, seven bits in each but the ninth.</summary>
    internal static bool TryVarint(ReadOnlySpan<byte> bytes, out long value, out int length)
    {
        value = 0;
        for (length = 1; length <= 9 && length <= bytes.Length; length++)
        {
            var part = bytes[length - 1];
            if (length == 9)
            {
                value = (value << 8) | part;
                return true;
            }
            value = (value << 7) | (uint)(part & 0x7f);
            if (part < 0x80)
                return true;
        }
        return false;
    }

    private static long SizeOf(long type) => type switch
    {
        0 or 8 or 9 => 0,
        >= 1 and <= 4 => type,
        5 => 6,
        6 or 7 => 8,
        >= 12 => (type - 12) / 2,
        _ => -1,
    };

    private readonly record struct Column(long Type, int Start, int Size);

    [System.Runtime.CompilerServices.InlineArray(MostColumns)]
    private struct Columns
    {
        private Column _first;
    }
}
