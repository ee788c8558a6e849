namespace CheckIn.Hub.Keys;

/// <summary>
/// What stands in a file, read again only when the file is another. A file that is gone is gone at once: with the
/// medium pulled out, nothing of it goes on being used from memory.
/// </summary>
internal sealed class FileMemory<T>(string path, Func<string, string, T> parse) where T : class
{
    private T? _value;
    private (DateTime Written, long Length) _stamp;

    internal string Path => path;

    /// <summary>Null = there is no such file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal T? Read()
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return _value = null;
        var stamp = (file.LastWriteTimeUtc, file.Length);
        if (_value is null || _stamp != stamp)
            (_value, _stamp) = (parse(path, File.ReadAllText(path)), stamp);
        return _value;
    }

    internal void Write(T value, string text)
    {
        KeyFiles.Write(path, text);
        var file = new FileInfo(path);
        (_value, _stamp) = (value, (file.LastWriteTimeUtc, file.Length));
    }
}
