using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>
/// The pages of a database file and of its write-ahead log, read without SQLite, so that no damaged tree, header or
/// checksum stands before the rows that are whole. A page that cannot be read is passed over. Rows that overflow their
/// page are put together from the newest pages, and failing that from the file's own.
/// </summary>
internal sealed class SqlitePages : IDisposable
{
    private const int DefaultPageSize = 4096;
    private const int MostPayload = 1024 * 1024;
    private readonly SafeFileHandle? _file;
    private readonly WalFile? _log;
    private readonly Dictionary<uint, long> _newest = [];
    private readonly int _reserved;
    private readonly byte[] _page;
    private readonly byte[] _more;
    private readonly byte[] _payload = new byte[MostPayload];

    internal SqlitePages(string path)
    {
        _file = File.Exists(path) ? File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete) : null;
        var header = new byte[100];
        var isWhole = _file is not null && RandomAccess.Read(_file, header, 0) == header.Length
            && header.AsSpan(0, 15).SequenceEqual("SQLite format 3"u8);
        var pageSize = isWhole ? BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)) : 0;
        _log = WalFile.Read(path + "-wal");
        PageSize = ToSize(pageSize) is > 0 and var size ? size
            : _log?.PageSize is > 0 and var logSize ? logSize : DefaultPageSize;
        _reserved = isWhole ? header[20] : 0;
        (_page, _more) = (new byte[PageSize], new byte[PageSize]);
        foreach (var frame in _log?.Frames ?? [])
            _newest[frame.Page] = frame.Offset;
    }

    internal int PageSize { get; }

    private int Usable => PageSize - _reserved;

    /// <summary>
    /// What is done with each row: its id (0 in an index), its record, and whether its page is known to be whole.
    /// </summary>
    internal delegate void OnRow(long id, in SqliteRecord record, bool isIndex, bool isSure);

    /// <summary>Every row of every leaf, in the order of the file and then of the log: later ones are newer.</summary>
    internal void Read(OnRow onRow)
    {
        var pages = _file is null ? 0 : RandomAccess.GetLength(_file) / PageSize;
        for (uint page = 1; page <= pages; page++)
        {
            if (TryRead(_file, (page - 1L) * PageSize, _page))
                ReadLeaf(page, isSure: true, onRow);
        }
        ReadLog(onRow);
    }

    /// <summary>Every row of every leaf in the log.</summary>
    internal void ReadLog(OnRow onRow)
    {
        foreach (var frame in _log?.Frames ?? [])
        {
            if (TryRead(_log!.Handle, frame.Offset, _page))
                ReadLeaf(frame.Page, frame.IsValid, onRow);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _log?.Dispose();
    }

    private void ReadLeaf(uint page, bool isSure, OnRow onRow)
    {
        var start = page == 1 ? 100 : 0;
        var isIndex = _page[start] == 0x0a;
        if (!isIndex && _page[start] != 0x0d)
            return;
        var cells = BinaryPrimitives.ReadUInt16BigEndian(_page.AsSpan(start + 3));
        for (var i = 0; i < cells && start + 8 + (2 * i) + 2 <= Usable; i++)
        {
            var at = BinaryPrimitives.ReadUInt16BigEndian(_page.AsSpan(start + 8 + (2 * i)));
            if (at >= start + 8 && at < Usable)
                ReadCell(at, isIndex, isSure, onRow);
        }
    }

    private void ReadCell(int at, bool isIndex, bool isSure, OnRow onRow)
    {
        var cell = _page.AsSpan(at, Usable - at);
        if (!SqliteRecord.TryVarint(cell, out var size, out var used) || size is < 1 or > MostPayload)
            return;
        long id = 0;
        if (!isIndex)
        {
            if (!SqliteRecord.TryVarint(cell[used..], out id, out var more))
                return;
            used += more;
        }
        var local = Local((int)size, isIndex);
        var overflows = local < size;
        if (used + local + (overflows ? 4 : 0) > cell.Length)
            return;
        if (!overflows)
        {
            onRow(id, SqliteRecord.Parse(cell.Slice(used, local)), isIndex, isSure);
            return;
        }
        cell.Slice(used, local).CopyTo(_payload);
        var next = BinaryPrimitives.ReadUInt32BigEndian(cell[(used + local)..]);
        foreach (var fromLog in new[] { true, false })
        {
            if (TryFollow(next, local, (int)size, fromLog))
                onRow(id, SqliteRecord.Parse(_payload.AsSpan(0, (int)size)), isIndex, isSure);
        }
    }

    /// <summary>Bytes of a payload that lie on the leaf itself (file format, section 1.6).</summary>
    private int Local(int size, bool isIndex)
    {
        var most = isIndex ? ((Usable - 12) * 64 / 255) - 23 : Usable - 35;
        if (size <= most)
            return size;
        var least = ((Usable - 12) * 32 / 255) - 23;
        var rest = least + ((size - least) % (Usable - 4));
        return rest <= most ? rest : least;
    }

    private bool TryFollow(uint page, int have, int size, bool fromLog)
    {
        while (have < size)
        {
            var read = fromLog && _newest.TryGetValue(page, out var offset)
                ? TryRead(_log!.Handle, offset, _more)
                : page > 0 && TryRead(_file, (page - 1L) * PageSize, _more);
            if (!read)
                return false;
            var part = Math.Min(size - have, Usable - 4);
            _more.AsSpan(4, part).CopyTo(_payload.AsSpan(have));
            have += part;
            page = BinaryPrimitives.ReadUInt32BigEndian(_more);
        }
        return true;
    }

    private static bool TryRead(SafeFileHandle? handle, long offset, byte[] into)
    {
        try
        {
            return handle is not null && RandomAccess.Read(handle, into, offset) == into.Length;
        }
        catch (IOException)
        {
            // The disk does not give this page; the others may be whole.
            return false;
        }
    }

    private static int ToSize(int stored) => stored == 1 ? 65536
        : stored >= 512 && (stored & (stored - 1)) == 0 ? stored : 0;
}
