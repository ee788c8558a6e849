using System.IO.MemoryMappedFiles;

namespace CheckIn.Faults.Premises;

/// <summary>
/// How far a program's wall clock is off, in a file of eight bytes that the program's <see cref="JumpingTime"/> looks
/// at. (The machine's own clock is everybody's; setting it would make others suffer.)
/// </summary>
internal sealed class WallClock : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    internal WallClock(string path)
    {
        Path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    internal string Path { get; }

    /// <summary>The name under which a program is told of the file.</summary>
    internal const string Variable = "FAULTS_CLOCK";

    internal TimeSpan Offset
    {
        get => new(_view.ReadInt64(0));
        set => _view.Write(0, value.Ticks);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
