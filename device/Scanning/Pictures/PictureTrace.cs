using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Gate.Scanning.Pictures;

/// <summary>One line of the trace: what came of a picture. Never what the code said.</summary>
internal sealed record PictureLine(
    string Picture, string Result, string? Reason, string? Kind, long? Seq, double Ms, string? Note);

/// <summary>The last line, when the folder has been shown once.</summary>
internal sealed record PicturesFinished(bool Finished, long Pictures, long Unreadable);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PictureLine))]
[JsonSerializable(typeof(PicturesFinished))]
internal sealed partial class PictureTraceJson : JsonSerializerContext;

/// <summary>The account of a picture folder: one JSON line for each code, or for a picture without one.</summary>
internal sealed class PictureTrace : IDisposable
{
    private readonly FileStream? _file;

    internal PictureTrace(string? path)
    {
        if (path is not { Length: > 0 })
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            Directory.CreateDirectory(directory);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    internal void Write(PictureLine line) => Write(JsonSerializer.SerializeToUtf8Bytes(line, PictureTraceJson.Default.PictureLine));

    internal void Write(PicturesFinished end) =>
        Write(JsonSerializer.SerializeToUtf8Bytes(end, PictureTraceJson.Default.PicturesFinished));

    public void Dispose() => _file?.Dispose();

    private void Write(byte[] json) => _file?.Write([.. json, (byte)'\n']);
}
