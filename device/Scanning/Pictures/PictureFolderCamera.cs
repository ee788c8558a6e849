using CheckIn.Time;

namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>
/// A folder of pictures in place of a camera: in the order of their names, at a steady rate, each one a scene of its own.
/// A file that cannot be decoded is reported by name and passed over.
/// </summary>
internal sealed class PictureFolderCamera(ScannerOptions options, TimeProvider time) : ICamera
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1 / options.FramesPerSecond);
    private string[] _files = [];
    private int _next;
    private bool _begun;
    private long _lastNs;

    public ScannerStatus Status => new(true, options.Folder!);

    public async ValueTask<Frame?> NextAsync(CancellationToken cancellation)
    {
        if (_next == _files.Length && !Begin())
            return null;
        await KeepRateAsync(cancellation);
        if (_files.Length == 0)
            return new Frame(default, 0, 0, 0, SceneCut: true);
        var path = _files[_next++];
        var name = Path.GetFileName(path);
        try
        {
            var picture = PictureFile.Read(path);
            return new Frame(picture.Pixels, picture.Width, picture.Height, picture.Width, SceneCut: true, name);
        }
        catch (Exception e) when (e is PictureException or IOException or UnauthorizedAccessException)
        {
            return new Frame(default, 0, 0, 0, SceneCut: true, name, e.Message);
        }
    }

    private bool Begin()
    {
        if (_begun && options.Mode == PicturesMode.Once)
            return false;
        _begun = true;
        _next = 0;
        _files = Directory.EnumerateFiles(options.Folder!)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return _files.Length > 0 || options.Mode == PicturesMode.Loop;
    }

    private async Task KeepRateAsync(CancellationToken cancellation)
    {
        var now = time.MonotonicNs();
        var wait = _interval - TimeSpan.FromMicroseconds((now - _lastNs) / 1000.0);
        if (_lastNs != 0 && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellation);
        _lastNs = time.MonotonicNs();
    }
}
