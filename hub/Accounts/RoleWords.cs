namespace CheckIn.Hub.Accounts;

/// <summary>Roles as people read them.</summary>
internal static class RoleWords
{
    internal static string English(Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.SiteManager => "site manager",
        Role.Technician => "technician",
        Role.Guard => "guard",
        Role.TracingOfficer => "tracing officer",
        Role.Auditor => "auditor",
        _ => "administrator",
    };

    internal static string Vietnamese(Role role) => role switch
    {
        Role.Viewer => "người xem",
        Role.SiteManager => "quản lý địa điểm",
        Role.Technician => "kỹ thuật viên",
        Role.Guard => "bảo vệ",
        Role.TracingOfficer => "cán bộ truy vết",
        Role.Auditor => "kiểm toán viên",
        _ => "quản trị viên",
    };
}
