using CheckIn.Hub.Audit;
using CheckIn.Settings;

namespace CheckIn.Hub.Tests.Audit;

public sealed class AuditDetailsTests
{
    [Theory]
    [InlineData("viewer, until 2027-02-20", "người xem, đến 2027-02-20", "viewer, until 2027-02-20")]
    [InlineData("site_manager", "quản lý địa điểm", "site manager")]
    [InlineData("first administrator", "quản trị viên đầu tiên", "first administrator")]
    [InlineData("recovery code", "mã khôi phục", "recovery code")]
    [InlineData("stolen; 2 certificates", "stolen; 2 chứng thư", "stolen; 2 certificates")]
    [InlineData("added 3, changed 0, unchanged 7", "thêm 3, đổi 0, giữ nguyên 7", "added 3, changed 0, unchanged 7")]
    [InlineData("1.4.0, 20 gates, stages 1,5%,100%, stop at 5%", "1.4.0, 20 cổng, các bước 1,5%,100%, dừng khi hỏng 5%",
        "1.4.0, 20 gates, stages 1,5%,100%, stop at 5%")]
    [InlineData("thay dây điện", "thay dây điện", "thay dây điện")]
    [InlineData("$1 \\2 (", "$1 \\2 (", "$1 \\2 (")]
    public void What_the_hub_wrote_is_read_in_both_languages_and_what_somebody_typed_as_it_is(
        string stored, string vietnamese, string english)
    {
        Assert.Equal(vietnamese, AuditDetails.In(Language.Vietnamese, stored));
        Assert.Equal(english, AuditDetails.In(Language.English, stored));
        Assert.Null(AuditDetails.In(Language.Vietnamese, null));
    }
}
