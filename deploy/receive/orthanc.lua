-- Drops every study that Orthanc calls stable (nothing new for StableAge seconds) as a folder.
-- In Orthanc's configuration: "LuaScripts": ["/path/to/orthanc.lua"], "StableAge": 60; the
-- environment variable DATA_BASE names the inbox.
--
-- The folder's name is Orthanc's own identifier, which names nobody. A study that grew and is
-- stable again gets another folder; images that were delivered before are left out there as
-- DUPLICATE_INSTANCE.
local inbox = os.getenv('DATA_BASE')

function OnStableStudy(studyId, tags, metadata)
  local name = inbox .. '/' .. studyId .. '-' .. os.time()
  local unfinished = name .. '.tmp-orthanc'
  local made = os.execute('mkdir -p "' .. unfinished .. '"')
  assert(made == true or made == 0)
  for _, instance in ipairs(ParseJson(RestApiGet('/studies/' .. studyId .. '/instances'))) do
    local file = assert(io.open(unfinished .. '/' .. instance.ID .. '.dcm', 'wb'))
    assert(file:write(RestApiGet('/instances/' .. instance.ID .. '/file')))
    assert(file:close())
  end
  assert(os.rename(unfinished, name))
end
