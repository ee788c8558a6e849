using System.Text;
using System.Text.Json;

namespace CheckIn.Gate.Gpio;

/// <summary>Follows the file with which contacts are played to the virtual driver, as <c>tail -f</c> does.</summary>
internal sealed class VirtualInputFile : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private readonly string _path;
    private readonly Action<int, int> _drive;
    private readonly CancellationTokenSource _ending = new();
    private readonly StringBuilder _begun = new();
    private readonly Decoder _text = Encoding.UTF8.GetDecoder();
    private long _position;

    internal VirtualInputFile(string path, Action<int, int> drive)
    {
        (_path, _drive) = (path, drive);
        // What stands in it already holds before any input is opened.
        ReadOn();
        Following = Task.Run(FollowAsync);
    }

    /// <summary>Fails with a line that cannot be understood.</summary>
    internal Task Following { get; }

    public void Dispose() => _ending.Cancel();

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
                ReadOn();
        }
        catch (OperationCanceledException)
        {
            _ending.Dispose();
        }
    }

    private void ReadOn()
    {
        if (new FileInfo(_path) is not { Exists: true } file || file.Length == _position)
            return;
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        Span<byte> bytes = stackalloc byte[1024];
        Span<char> characters = stackalloc char[1024];
        while (stream.Read(bytes) is > 0 and var count)
        {
            _position += count;
            foreach (var character in characters[.._text.GetChars(bytes[..count], characters, flush: false)])
            {
                if (character != '\n')
                    _begun.Append(character);
                else
                    Take();
            }
        }
    }

    private void Take()
    {
        var line = _begun.ToString().Trim();
        _begun.Clear();
        if (line.Length == 0)
            return;
        try
        {
            using var json = JsonDocument.Parse(line);
            _drive(json.RootElement.GetProperty("pin").GetInt32(), json.RootElement.GetProperty("level").GetInt32() == 0 ? 0 : 1);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new GpioException(
                $"{_path}: cannot understand '{line}'. A line of Gpio:InputFile is {{\"pin\":5,\"level\":0}}.", e);
        }
    }
}
