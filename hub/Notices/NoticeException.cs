using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Notices;

/// <summary>What was asked about alerts, recipients and their messages cannot be done.</summary>
internal sealed class NoticeException(string english, string vietnamese) : RefusalException(english, vietnamese);
