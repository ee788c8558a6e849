using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Settings;

namespace CheckIn.Gate.Enrolment;

/// <summary>
/// Whether the gate is somebody, looked at once, before its settings are read: what a power cut left half done in the
/// directory is brought to its end here. A directory that does not say who the gate is or what its lanes are is
/// neither: a gate that was enrolled must not look as if it had never been, so it says so and ends. A key or certificate
/// that is damaged ends nothing: it costs the way to the hub, and people pass all the same.
/// </summary>
internal static class Standing
{
    /// <summary>Who the gate is; null = nobody yet.</summary>
    /// <exception cref="EnrolmentStoreException">The directory is damaged; the message says what to do.</exception>
    internal static EnrolledGate? Look(EnrolmentStore store, Language language)
    {
        try
        {
            var gate = store.Read();
            if (gate is null)
                return store.Remains() is not { } remains ? null : throw new InvalidDataException(remains);
            if (gate is not { Gate: not null, Mqtt: not null, Https: not null })
                throw new InvalidDataException("enrolment.json is incomplete");
            if (JsonNode.Parse(File.ReadAllBytes(Path.Combine(store.Directory, EnrolmentStore.SettingsFile))) is not JsonObject)
                throw new InvalidDataException("settings.json is no section");
            return gate;
        }
        catch (Exception e) when (e is EnrolmentStoreException or JsonException or IOException
            or InvalidDataException or UnauthorizedAccessException)
        {
            var what = e is EnrolmentStoreException { InnerException: { } inner } ? inner.Message : e.Message;
            throw new EnrolmentStoreException(Words(store.Directory, what.TrimEnd('.'), language), e);
        }
    }

    private static string Words(string directory, string what, Language language) => language == Language.Vietnamese
        ? $"Dữ liệu đăng ký của cổng trong {directory} bị hỏng hoặc thiếu: {what}. Nhật ký và sự kiện vẫn còn nguyên, chưa ai qua được. Hãy "
            + "khôi phục thư mục này nếu có bản sao. Nếu không: ở trung tâm chọn thay thế cho cổng này (checkin-hub replace) để giữ nguyên tên, "
            + "chuyển thư mục này đi chỗ khác rồi khởi động lại cổng; cổng sẽ chờ đăng ký."
        : $"What enrolment left in {directory} is damaged or missing: {what}. Journal and events are untouched; nobody passes. Restore the "
            + "directory if there is a copy. If there is none: have the hub replace this gate (checkin-hub replace), so that it keeps its "
            + "name, move the directory away and start the gate again; it then waits to be enrolled.";
}
