namespace CheckIn.Hub.Keys;

/// <summary>Where which keys lie.</summary>
/// <param name="Directory">The root of the tag keys, the sites' generations, the public tracing keys.</param>
/// <param name="IsOwn">Nobody named it in the settings, so the hub may make it.</param>
/// <param name="RootMark">
/// Which root this hub has, beside the events: without it a medium that is not connected would look like a first start.
/// </param>
/// <param name="TracingPrivate">The private halves; null = on another machine.</param>
/// <param name="IsTracingOwn">As <paramref name="IsOwn"/>.</param>
internal sealed record KeyPlaces(
    string Directory, bool IsOwn, string RootMark, string? TracingPrivate, bool IsTracingOwn)
{
    internal const string None = "none";
    internal const string PublicDirectory = "tracing-public";
    internal const string PrivateDirectory = "tracing-private";

    internal string Root => Path.Combine(Directory, TagRoot.FileName);

    internal string Sites => Path.Combine(Directory, SiteGenerations.FileName);

    internal string TracingPublic => Path.Combine(Directory, PublicDirectory);

    /// <summary>
    /// Which directory of private halves belongs to these keys; the same stands in it as <see cref="PlaceMark"/>.
    /// </summary>
    internal string TracingMark => Path.Combine(Directory, "tracing-place.id");

    internal string PlaceMark => Path.Combine(TracingPrivate!, ".checkin-tracing");

    internal static KeyPlaces Of(HubKeyOptions options, string eventsPath)
    {
        var data = Path.GetDirectoryName(Path.GetFullPath(eventsPath))!;
        var directory = Path.GetFullPath(options.Directory ?? Path.Combine(data, "keys"));
        var tracing = options.TracingDirectory == None
            ? null
            : Path.GetFullPath(options.TracingDirectory ?? Path.Combine(directory, PrivateDirectory));
        return new KeyPlaces(
            directory, options.Directory is null, Path.Combine(data, "tag-root.id"),
            tracing, options.TracingDirectory is null);
    }

    /// <summary>
    /// Makes a directory that the settings leave to the hub. One that they name has to be there: made here, it would
    /// lie on
    /// the disk under a medium that is not connected.
    /// </summary>
    internal static void Prepare(string directory, bool isOwn, string setting, (string English, string Vietnamese) loss)
    {
        if (!isOwn && !System.IO.Directory.Exists(directory))
        {
            throw new KeysException(
                $"The place of {setting}, {directory}, is not there. {loss.English} Connect its medium; or, for a "
                + "first start, "
                + $"make it: install -d -m 700 {directory}",
                $"Không có thư mục {directory} của {setting}. {loss.Vietnamese} Hãy gắn thiết bị lưu trữ của nó; nếu "
                + "chạy lần đầu thì "
                + $"tạo thư mục: install -d -m 700 {directory}");
        }
        KeyFiles.MakeDirectory(directory);
    }
}
