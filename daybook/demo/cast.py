"""Who is in the demonstration agency: clients, shops, goods, traffic sources, regions.  Data only, no chance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One traffic source.  `share` of product visitors, `pull` multiplies conversion, `paid` marks ads.

    `levels` are the first and second level names of the platform's own source report.
    """

    name: str
    levels: tuple[str, str]
    share: float
    pull: float
    paid: bool = False


@dataclass(frozen=True)
class Template:
    """One shop as cast: `orders` a day at the start, `growth` a year."""

    client: str
    shop: str
    platform: str
    category: str
    orders: float
    growth: float
    zone: str
    currency: str


CN, NY, BERLIN = "Asia/Shanghai", "America/New_York", "Europe/Berlin"

TEMPLATES: tuple[Template, ...] = (
    Template("qingchuan", "qingchuan-tmall", "tmall", "kitchen", 180, 0.25, CN, "CNY"),
    Template("northpine", "northpine-us", "shopify", "outdoor", 62, 0.30, NY, "USD"),
    Template("yunmian", "yunmian-douyin", "douyin", "apparel", 92, 0.55, CN, "CNY"),
    Template("heze", "heze-tmall", "tmall", "beauty", 64, 0.15, CN, "CNY"),
    Template("qingchuan", "qingchuan-douyin", "douyin", "kitchen", 70, 0.40, CN, "CNY"),
    Template("qingchuan", "qingchuan-taobao", "taobao", "kitchen", 38, -0.10, CN, "CNY"),
    Template("northpine", "northpine-eu", "shopify", "outdoor", 28, 0.20, BERLIN, "EUR"),
    Template("yunmian", "yunmian-tmall", "tmall", "apparel", 84, 0.10, CN, "CNY"),
    Template("heze", "heze-douyin", "douyin", "beauty", 48, 0.35, CN, "CNY"),
    Template("heze", "heze-taobao", "taobao", "beauty", 22, 0.05, CN, "CNY"),
    Template("qingchuan", "qingchuan-us", "shopify", "kitchen", 34, 0.45, NY, "USD"),
    Template("northpine", "northpine-tmall", "tmall", "outdoor", 20, 0.15, CN, "CNY"),
)

#: category -> (code, Chinese title, English title, price in yuan, cost as a share of the price, variants)
Goods = tuple[str, str, str, int, float, tuple[tuple[str, str], ...]]
_SIZES = (("S", "S"), ("M", "M"), ("L", "L"), ("XL", "XL"))
_COLOURS = (("黑色", "Black"), ("白色", "White"), ("墨绿", "Green"))
_PAIR = (("单只装", "Single"), ("两只装", "Pair"))
_GIFT = (("标准", "Standard"), ("礼盒", "Gift"))
_SETS = (("3件套", "Set of 3"), ("6件套", "Set of 6"))
_LENGTHS = (("110-130", "110-130"), ("120-140", "120-140"))
_WALLS = (("单层", "Single wall"), ("双层", "Double wall"))
_ML = (("30ml", "30 ml"), ("50ml", "50 ml"))

GOODS: dict[str, tuple[Goods, ...]] = {
    "kitchen": (
        ("KZ041", "恒温电热水壶 1.5L 家用保温", "Gooseneck Kettle 1.5L", 199, 0.41, _COLOURS),
        ("KZ052", "不粘平底锅 28cm 电磁炉通用", "Non-stick Pan 28cm", 139, 0.38, _PAIR),
        ("KZ017", "手冲咖啡壶套装 玻璃分享壶", "Pour-over Coffee Set", 168, 0.36, _GIFT),
        ("KZ063", "密封储物罐 厨房五谷杂粮", "Airtight Jar Set", 59, 0.34, _SETS),
        ("KZ022", "实木砧板 双面抗菌", "Wood Cutting Board", 89, 0.42, (("中号", "Medium"), ("大号", "Large"))),
        ("KZ078", "陶瓷餐具套装 北欧简约", "Stoneware Dinner Set", 259, 0.45, (("4人", "For 4"), ("6人", "For 6"))),
        ("KZ009", "不锈钢保温杯 500ml", "Insulated Bottle 500ml", 79, 0.35, _COLOURS),
        ("KZ085", "多功能料理棒 辅食机", "Hand Blender", 229, 0.44, (("基础", "Basic"), ("全能", "Pro"))),
        ("KZ031", "硅胶厨具五件套 耐高温", "Silicone Tool Set", 69, 0.33, (("灰", "Grey"), ("绿", "Green"))),
    ),
    "apparel": (
        ("YM101", "羊毛混纺大衣女 中长款", "Wool Blend Coat", 459, 0.40, _SIZES),
        ("YM114", "纯棉长袖T恤女 打底衫", "Cotton Long-sleeve Tee", 89, 0.32, _SIZES),
        ("YM120", "高腰直筒牛仔裤女", "High-rise Straight Jeans", 169, 0.36, _SIZES),
        ("YM133", "针织开衫外套女 宽松", "Relaxed Knit Cardigan", 199, 0.37, (("均码", "One size"),)),
        ("YM147", "轻薄羽绒服女 短款", "Light Down Jacket", 329, 0.43, _SIZES),
        ("YM152", "法式连衣裙女 收腰", "French Midi Dress", 239, 0.35, _SIZES[:3]),
        ("YM166", "瑜伽裤女 高弹提臀", "Yoga Leggings", 129, 0.31, _SIZES),
        ("YM171", "羊绒围巾女 纯色", "Cashmere Scarf", 149, 0.39, _COLOURS),
    ),
    "beauty": (
        ("HZ201", "烟酰胺精华液 提亮", "Niacinamide Serum", 189, 0.24, _ML),
        ("HZ208", "氨基酸洁面乳 温和", "Amino Acid Cleanser", 79, 0.27, (("100g", "100 g"), ("150g", "150 g"))),
        ("HZ215", "修护面膜 20片", "Repair Mask 20 pcs", 119, 0.26, (("10片", "10 pcs"), ("20片", "20 pcs"))),
        ("HZ222", "清爽防晒霜 SPF50+", "Sunscreen SPF50+", 99, 0.28, _ML),
        ("HZ236", "多肽眼霜 淡纹", "Peptide Eye Cream", 219, 0.23, (("15g", "15 g"), ("20g", "20 g"))),
        ("HZ240", "神经酰胺保湿霜", "Ceramide Cream", 159, 0.25, (("50g", "50 g"),)),
        ("HZ251", "卸妆油 深层清洁", "Cleansing Oil", 109, 0.29, (("150ml", "150 ml"), ("200ml", "200 ml"))),
    ),
    "outdoor": (
        ("NP301", "双人三季帐篷 防暴雨", "Two-person Tent", 899, 0.46, (("橙", "Orange"), ("绿", "Green"))),
        ("NP312", "羽绒睡袋 舒适温标0度", "Down Sleeping Bag", 699, 0.44, (("标准", "Regular"), ("加长", "Long"))),
        ("NP323", "登山背包 45L 防泼水", "Trekking Pack 45L", 529, 0.42, _COLOURS),
        ("NP334", "碳纤维登山杖 一对", "Carbon Trekking Poles", 299, 0.40, _LENGTHS),
        ("NP345", "户外头灯 充电款", "Rechargeable Headlamp", 159, 0.36, (("单只", "Single"), ("两只", "Pair"))),
        ("NP356", "折叠露营椅 月亮椅", "Folding Camp Chair", 219, 0.43, _COLOURS),
        ("NP367", "钛杯 450ml 可直火", "Titanium Mug 450ml", 189, 0.38, _WALLS),
        ("NP378", "速干徒步裤 男", "Quick-dry Hiking Trousers", 349, 0.35, _SIZES),
    ),
}

SOURCES: dict[str, tuple[Source, ...]] = {
    "taobao": (
        Source("手淘搜索", ("平台流量", "手淘搜索"), 0.30, 1.30),
        Source("手淘推荐", ("平台流量", "手淘推荐"), 0.27, 0.50),
        Source("我的淘宝", ("平台流量", "我的淘宝"), 0.08, 1.60),
        Source("购物车", ("平台流量", "购物车"), 0.06, 2.20),
        Source("淘宝直播", ("平台流量", "淘宝直播"), 0.05, 1.10),
        Source("关键词推广", ("广告流量", "关键词推广"), 0.15, 1.05, paid=True),
        Source("人群推广", ("广告流量", "人群推广"), 0.09, 0.60, paid=True),
    ),
    "douyin": (
        Source("商品卡", ("商城", "商品卡"), 0.30, 1.10),
        Source("直播间", ("直播", "自营直播"), 0.26, 1.35),
        Source("短视频", ("短视频", "自营短视频"), 0.16, 0.60),
        Source("达人直播", ("直播", "达人直播"), 0.08, 1.20),
        Source("千川推广", ("广告", "千川推广"), 0.20, 0.85, paid=True),
    ),
    "shopify": (
        Source("direct", ("direct", "direct"), 0.22, 1.30),
        Source("search", ("search", "organic"), 0.26, 1.10),
        Source("social", ("social", "organic"), 0.16, 0.50),
        Source("email", ("email", "email"), 0.08, 2.20),
        Source("paid search", ("search", "paid"), 0.20, 0.95, paid=True),
        Source("unknown", ("unknown", "unknown"), 0.08, 0.70),
    ),
}
SOURCES["tmall"] = SOURCES["taobao"]

DEVICES: dict[str, tuple[tuple[str, float], ...]] = {
    "taobao": (("无线端", 0.91), ("PC端", 0.09)),
    "tmall": (("无线端", 0.88), ("PC端", 0.12)),
    "douyin": (("抖音", 0.82), ("抖音极速版", 0.18)),
    "shopify": (("mobile", 0.66), ("desktop", 0.30), ("tablet", 0.04)),
}

#: (province, city, district, share)
REGIONS_CN: tuple[tuple[str, str, str, float], ...] = (
    ("广东省", "深圳市", "南山区", 0.135), ("浙江省", "杭州市", "余杭区", 0.105),
    ("江苏省", "南京市", "鼓楼区", 0.105), ("上海", "上海市", "浦东新区", 0.075),
    ("山东省", "青岛市", "市南区", 0.075), ("北京", "北京市", "朝阳区", 0.065),
    ("四川省", "成都市", "武侯区", 0.065), ("河南省", "郑州市", "金水区", 0.060),
    ("湖北省", "武汉市", "洪山区", 0.055), ("福建省", "厦门市", "思明区", 0.050),
    ("湖南省", "长沙市", "岳麓区", 0.045), ("安徽省", "合肥市", "蜀山区", 0.045),
    ("河北省", "石家庄市", "长安区", 0.035), ("辽宁省", "沈阳市", "和平区", 0.030),
    ("陕西省", "西安市", "雁塔区", 0.030), ("新疆维吾尔自治区", "乌鲁木齐市", "天山区", 0.025),
)
REGIONS_US: tuple[tuple[str, str, str, float], ...] = (
    ("CA", "San Diego", "California", 0.22), ("TX", "Austin", "Texas", 0.15),
    ("NY", "Albany", "New York", 0.13), ("FL", "Tampa", "Florida", 0.12),
    ("WA", "Tacoma", "Washington", 0.10), ("CO", "Boulder", "Colorado", 0.10),
    ("IL", "Peoria", "Illinois", 0.09), ("PA", "Reading", "Pennsylvania", 0.09),
)
REGIONS_EU: tuple[tuple[str, str, str, float], ...] = (
    ("BE", "Berlin", "Berlin", 0.24), ("BY", "Augsburg", "Bavaria", 0.22),
    ("NW", "Bonn", "North Rhine-Westphalia", 0.22), ("HH", "Hamburg", "Hamburg", 0.14),
    ("HE", "Kassel", "Hesse", 0.10), ("SN", "Leipzig", "Saxony", 0.08),
)

#: category -> (Chinese keyword stems, English keyword stems), hero product first, one per product
WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    category: tuple((g[1].split()[0], g[2].lower()) for g in goods) for category, goods in GOODS.items()
}

#: share of paid orders refunded in the end, by category; live and feed platforms see more of it
REFUND_RATE = {"kitchen": 0.045, "apparel": 0.19, "beauty": 0.035, "outdoor": 0.07}
REFUND_LIFT = {"taobao": 1.0, "tmall": 1.0, "douyin": 1.6, "shopify": 0.8}
UNPAID_RATE = {"taobao": 0.07, "tmall": 0.06, "douyin": 0.09, "shopify": 0.012}
BASE_CVR = {"taobao": 0.030, "tmall": 0.033, "douyin": 0.027, "shopify": 0.022}
#: yuan per unit of the shop's currency, used once to set list prices abroad
YUAN_PER = {"CNY": 1.0, "USD": 5.0, "EUR": 5.5}

PEOPLE: tuple[tuple[str, str, int], ...] = (
    ("Mei", "account_manager", 120), ("Bo", "operator", 300), ("Lin", "ads", 240),
    ("Xia", "service", 180), ("Tao", "designer", 90),
)
