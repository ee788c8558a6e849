using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>A page in the write-ahead log.</summary>
/// <param name="Page">Number of the page.</param>
/// <param name="Offset">Where its bytes begin in the log.</param>
/// <param name="IsCommit">A transaction ends with it.</param>
/// <param name="IsValid">Its checksum, which goes on from the frame before, is right.</param>
internal readonly record struct WalFrame(uint Page, long Offset, bool IsCommit, bool IsValid);

/// <summary>
/// A write-ahead log as it lies on the disk (SQLite's file format, section 4). SQLite takes it up to the first frame that
/// is not right and silently leaves out the rest, which is what it must do after a power cut, in the middle of a
/// transaction. Damage further up looks the same to it, and costs what had long been committed; here the frames behind
/// are looked at as well. Each is checked by itself, since the checksum that it goes on from is written beside the one
/// before it.
/// </summary>
internal sealed class WalFile : IDisposable
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private readonly List<WalFrame> _frames = [];

    private WalFile(SafeFileHandle handle) => Handle = handle;

    internal SafeFileHandle Handle { get; }

    /// <summary>Bytes of a page; 0 where the log's header is lost.</summary>
    internal int PageSize { get; private set; }

    /// <summary>The frames of this log up to its last commit.</summary>
    internal IReadOnlyList<WalFrame> Frames => _frames;

    /// <summary>
    /// True when whole transactions lie behind a frame that is not right. After a power cut that can be one at most, whose
    /// commit nobody has heard of: the next one begins when the last is safe.
    /// </summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Reads it; null when there is none.</summary>
    internal static WalFile? Read(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length <= HeaderBytes)
            return null;
        var log = new WalFile(File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));
        try
        {
            log.Scan();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public void Dispose() => Handle.Dispose();

    private void Scan()
    {
        var header = new byte[HeaderBytes];
        RandomAccess.Read(Handle, header, 0);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var bigEndian = magic == 0x377f0683;
        var checksum = Checksum(header.AsSpan(0, 24), (0, 0), bigEndian);
        var isWhole = magic is 0x377f0682 or 0x377f0683 && checksum == Stored(header.AsSpan(24));
        if (isWhole)
            PageSize = (int)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
        ScanFrames(PageSize > 0 ? PageSize : 4096, isWhole ? Salt(header.AsSpan(16)) : null,
            isWhole ? checksum : null, bigEndian);
    }

    private void ScanFrames(int pageSize, ulong? salt, (uint, uint)? seed, bool bigEndian)
    {
        var frame = new byte[FrameHeaderBytes + pageSize];
        var (isBroken, commitsBehind, end) = (seed is null, 0, 0);
        var length = RandomAccess.GetLength(Handle);
        for (long at = HeaderBytes; at + frame.Length <= length; at += frame.Length)
        {
            Read(at, frame);
            var stored = Stored(frame.AsSpan(16));
            var isValid = seed is { } before
                && Checksum(frame.AsSpan(24), Checksum(frame.AsSpan(0, 8), before, bigEndian), bigEndian) == stored;
            seed = stored;
            // Where the header is lost, the first frame that is right says which log this is; others are left over.
            salt ??= isValid ? Salt(frame.AsSpan(8)) : null;
            isValid &= Salt(frame.AsSpan(8)) == salt;
            var page = BinaryPrimitives.ReadUInt32BigEndian(frame);
            var isCommit = isValid && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
            isBroken |= !isValid;
            commitsBehind += isBroken && isCommit ? 1 : 0;
            _frames.Add(new WalFrame(page, at + FrameHeaderBytes, isCommit, isValid));
            end = isCommit ? _frames.Count : end;
        }
        _frames.RemoveRange(end, _frames.Count - end);
        IsBroken = commitsBehind >= 2;
    }

    private void Read(long at, byte[] into)
    {
        try
        {
            RandomAccess.Read(Handle, into, at);
        }
        catch (IOException)
        {
            // The disk does not give this frame; those behind it may be whole.
            Array.Clear(into);
        }
    }

    private static ulong Salt(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes);

    private static (uint, uint) Stored(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private static (uint, uint) Checksum(ReadOnlySpan<byte> bytes, (uint First, uint Second) seed, bool bigEndian)
    {
        var (first, second) = seed;
        for (var i = 0; i + 8 <= bytes.Length; i += 8)
        {
            first += Word(bytes[i..]) + second;
            second += Word(bytes[(i + 4)..]) + first;
        }
        return (first, second);

        uint Word(ReadOnlySpan<byte> word) => bigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
    }
}
