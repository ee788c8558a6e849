using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode.Peers;

/// <summary>A decoder that is a yardstick, and the Debian package that brings it.</summary>
internal sealed record Peer(string Name, string Script, string Package)
{
    internal static readonly Peer[] All =
    [
        new("zxing-cpp", "zxing_cpp.py", "python3-zxing-cpp (and python3-numpy)"),
        new("zbar", "zbar.py", "python3-zbar"),
    ];
}

/// <summary>
/// A peer in a process of Debian's Python: it gets the very luminance that our reader gets, over a pipe, times its own
/// call there, and answers with what it read. The process is started by a pinned thread and so keeps to the same core.
/// </summary>
internal sealed class PeerDecoder : IDecoder, IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private PeerDecoder(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    /// <summary>Starts a peer; null when it is not installed.</summary>
    internal static PeerDecoder? Start(Peer peer)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-I");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script(peer.Script));
        try
        {
            var process = Process.Start(start)!;
            if (process.StandardOutput.ReadLine() is not null)
                return new(peer.Name, process);
            process.Dispose();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <exception cref="PeerException">The peer's process ended.</exception>
    public Reading Read(LuminancePicture picture, ReadEffort effort)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), picture.Height);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), OwnDecoder.Repeats);
        try
        {
            var input = _process.StandardInput.BaseStream;
            input.Write(header);
            input.Write(picture.Pixels, 0, picture.Width * picture.Height);
            input.Flush();
        }
        catch (IOException e)
        {
            throw new PeerException($"{Name} ended.", e);
        }
        var line = _process.StandardOutput.ReadLine() ?? throw new PeerException($"{Name} ended.");
        using var answer = JsonDocument.Parse(line);
        var codes = answer.RootElement.GetProperty("codes").EnumerateArray()
            .Select(code => new ReadCode(Hex(code, "bytes"), Encoding.UTF8.GetString(Hex(code, "text"))))
            .ToArray();
        var ms = answer.RootElement.GetProperty("ns").GetInt64() / 1e6;
        return new(codes, ms, ms);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static byte[] Hex(JsonElement code, string name) =>
        Convert.FromHexString(code.GetProperty(name).GetString()!);

    private static string Script(string name)
    {
        using var stream = typeof(PeerDecoder).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A peer stopped answering.</summary>
internal sealed class PeerException : Exception
{
    public PeerException() { }
    public PeerException(string message) : base(message) { }
    public PeerException(string message, Exception inner) : base(message, inner) { }
}
