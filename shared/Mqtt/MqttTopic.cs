namespace CheckIn.Mqtt;

/// <summary>Topic names and filters, MQTT 5.0, 4.7.</summary>
public static class MqttTopic
{
    /// <summary>First level of a shared subscription's filter.</summary>
    public const string SharePrefix = "$share/";

    /// <summary>A name to publish on: not empty, without wildcards [MQTT-3.3.2-2], [MQTT-4.7.3-1].</summary>
    public static bool IsValidName(ReadOnlySpan<char> topic) => !topic.IsEmpty && !topic.ContainsAny('+', '#', '\0');

    /// <summary>A filter: each wildcard fills a level, <c>#</c> only the last [MQTT-4.7.1-1], [MQTT-4.7.1-2].</summary>
    public static bool IsValidFilter(ReadOnlySpan<char> filter)
    {
        if (filter.IsEmpty || filter.Contains('\0'))
            return false;
        while (true)
        {
            var level = NextLevel(ref filter, out var last);
            if (level.ContainsAny('+', '#') && level.Length > 1)
                return false;
            if (level is "#" && !last)
                return false;
            if (last)
                return true;
        }
    }

    /// <summary>
    /// Takes a shared subscription's filter apart: <c>$share/group/filter</c>. False when it is not one, or not a valid
    /// one: the group is not empty and without <c>/</c>, <c>+</c> and <c>#</c> [MQTT-4.8.2-1], and a valid filter
    /// follows it [MQTT-4.8.2-2].
    /// </summary>
    public static bool TrySplitShared(
        ReadOnlySpan<char> filter, out ReadOnlySpan<char> group, out ReadOnlySpan<char> shared)
    {
        group = default;
        shared = default;
        if (!filter.StartsWith(SharePrefix, StringComparison.Ordinal))
            return false;
        var rest = filter[SharePrefix.Length..];
        var slash = rest.IndexOf('/');
        if (slash <= 0 || rest[..slash].ContainsAny('+', '#') || !IsValidFilter(rest[(slash + 1)..]))
            return false;
        group = rest[..slash];
        shared = rest[(slash + 1)..];
        return true;
    }

    /// <summary>
    /// Whether a valid filter matches a valid name; wildcards do not match a leading <c>$</c> [MQTT-4.7.2-1].
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic is ['$', ..] && filter is ['+' or '#', ..])
            return false;
        while (true)
        {
            var pattern = NextLevel(ref filter, out var patternLast);
            if (pattern is "#")
                return true;
            var level = NextLevel(ref topic, out var topicLast);
            if (pattern is not "+" && !pattern.SequenceEqual(level))
                return false;
            if (topicLast)
                return patternLast || filter is "#";
            if (patternLast)
                return false;
        }
    }

    /// <summary>Takes the first level off; <paramref name="last"/> when none follows.</summary>
    public static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> levels, out bool last)
    {
        var slash = levels.IndexOf('/');
        last = slash < 0;
        var level = last ? levels : levels[..slash];
        levels = last ? default : levels[(slash + 1)..];
        return level;
    }
}
